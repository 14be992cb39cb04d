-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Job" (
    "id" INTEGER NOT NULL,
    "queue name" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "done" BOOLEAN NOT NULL,
    "cost" DOUBLE PRECISION NOT NULL,
    "price" DECIMAL(65,30) NOT NULL,
    "size" BIGINT NOT NULL,
    "started" TIMESTAMP(3),

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Job_attempts_idx" ON "Job"("attempts") WHERE (attempts > 3 AND "queue name" <> 'it''s');

-- CreateIndex
CREATE INDEX "equal" ON "Job"("attempts") WHERE ("queue name" = 'it''s' AND "started" IS NULL);

-- CreateIndex
CREATE INDEX "not_equal" ON "Job"("attempts") WHERE ("queue name" != 'x' AND "started" IS NOT NULL);

-- CreateIndex
CREATE INDEX "numbers" ON "Job"("attempts") WHERE ("cost" = 1.5 AND "price" != 2.50 AND "size" = 5 AND "attempts" != 4);

-- CreateIndex
CREATE INDEX "brin" ON "Job" USING BRIN ("size") WHERE ("done" != true);

-- CreateIndex
CREATE UNIQUE INDEX "Job_queue name_key" ON "Job"("queue name") WHERE ("done" = false);
