-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Searched" (
    "id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "full name" TEXT NOT NULL,
    "age" INTEGER NOT NULL,
    "born" TIMESTAMP(3) NOT NULL,
    "data" JSONB NOT NULL,
    "tags" TEXT[],
    "address" INET NOT NULL,
    "token" VARCHAR(20) NOT NULL,

    CONSTRAINT "Searched_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AModelWithAVeryLongNameThatLeavesNoRoom" (
    "anIdentifierOfSomeLength" INTEGER NOT NULL,
    "theFirstOfTwoLongFields" INTEGER NOT NULL,
    "theSecondOfTwoLongFields" INTEGER NOT NULL,

    CONSTRAINT "AModelWithAVeryLongNameThatLeavesNoRoom_pkey" PRIMARY KEY ("anIdentifierOfSomeLength")
);

-- CreateIndex
CREATE UNIQUE INDEX "Searched_email_key" ON "Searched"("email");

-- CreateIndex
CREATE UNIQUE INDEX "handle once" ON "Searched"("handle" DESC);

-- CreateIndex
CREATE INDEX "Searched_full name_idx" ON "Searched"("full name");

-- CreateIndex
CREATE INDEX "Searched_age_full name_idx" ON "Searched"("age" DESC, "full name" ASC);

-- CreateIndex
CREATE INDEX "Searched_token_idx" ON "Searched" USING HASH ("token");

-- CreateIndex
CREATE INDEX "Searched_data_idx" ON "Searched" USING GIN ("data");

-- CreateIndex
CREATE INDEX "gin_default" ON "Searched" USING GIN ("data" jsonb_ops);

-- CreateIndex
CREATE INDEX "gin_path" ON "Searched" USING GIN ("data" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "gin_raw" ON "Searched" USING GIN ("data" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "Searched_tags_idx" ON "Searched" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "gin_array" ON "Searched" USING GIN ("tags" array_ops);

-- CreateIndex
CREATE INDEX "Searched_address_idx" ON "Searched" USING GIST ("address" inet_ops);

-- CreateIndex
CREATE INDEX "spgist_inet" ON "Searched" USING SPGIST ("address" inet_ops);

-- CreateIndex
CREATE INDEX "spgist_text" ON "Searched" USING SPGIST ("full name" text_ops);

-- CreateIndex
CREATE INDEX "pattern" ON "Searched"("full name" text_pattern_ops DESC);

-- CreateIndex
CREATE INDEX "brin_plain" ON "Searched" USING BRIN ("age");

-- CreateIndex
CREATE INDEX "brin_bloom" ON "Searched" USING BRIN ("age" int4_bloom_ops);

-- CreateIndex
CREATE INDEX "brin_minmax" ON "Searched" USING BRIN ("age" int4_minmax_ops);

-- CreateIndex
CREATE INDEX "brin_multi" ON "Searched" USING BRIN ("age" int4_minmax_multi_ops, "born" timestamp_minmax_multi_ops);

-- CreateIndex
CREATE INDEX "brin_inclusion" ON "Searched" USING BRIN ("address" inet_inclusion_ops);

-- CreateIndex
CREATE INDEX "brin_inet_minmax" ON "Searched" USING BRIN ("address" inet_minmax_ops);

-- CreateIndex
CREATE UNIQUE INDEX "Searched_full name_age_key" ON "Searched"("full name", "age" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "db name" ON "Searched"("age", "born");

-- CreateIndex
CREATE UNIQUE INDEX "AModelWithAVeryLongNameThatLeavesNoRoom_theFirstOfTwoLongFi_key" ON "AModelWithAVeryLongNameThatLeavesNoRoom"("theFirstOfTwoLongFields");

-- CreateIndex
CREATE INDEX "AModelWithAVeryLongNameThatLeavesNoRoom_theSecondOfTwoLongF_idx" ON "AModelWithAVeryLongNameThatLeavesNoRoom"("theSecondOfTwoLongFields", "theFirstOfTwoLongFields");

-- CreateIndex
CREATE UNIQUE INDEX "AModelWithAVeryLongNameThatLeavesNoRoom_theSecondOfTwoLongF_key" ON "AModelWithAVeryLongNameThatLeavesNoRoom"("theSecondOfTwoLongFields", "theFirstOfTwoLongFields");
