-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Color" AS ENUM ('RED', 'BLUE');

-- CreateTable
CREATE TABLE "Post" (
    "id" BIGSERIAL NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Tag" (
    "name" VARCHAR(40) NOT NULL,

    CONSTRAINT "Tag_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "paints" (
    "the color" "Color" NOT NULL,

    CONSTRAINT "paints_pkey" PRIMARY KEY ("the color")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ThisModelHasANameThatIsLongEnoughToBeCutOnce" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "ThisModelHasANameThatIsLongEnoughToBeCutOnce_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ThatModelHasANameThatIsLongEnoughToBeCutToo" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "ThatModelHasANameThatIsLongEnoughToBeCutToo_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "_PostToTag" (
    "A" BIGINT NOT NULL,
    "B" VARCHAR(40) NOT NULL,

    CONSTRAINT "_PostToTag_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_painted" (
    "A" "Color" NOT NULL,
    "B" BIGINT NOT NULL,

    CONSTRAINT "_painted_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_friends" (
    "A" UUID NOT NULL,
    "B" UUID NOT NULL,

    CONSTRAINT "_friends_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_likes" (
    "A" UUID NOT NULL,
    "B" UUID NOT NULL,

    CONSTRAINT "_likes_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_ThatModelHasANameThatIsLongEnoughToBeCutTooToThisModelHasAName" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_ThatModelHasANameThatIsLongEnoughToBeCutTooToThisModel_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE INDEX "_PostToTag_B_index" ON "_PostToTag"("B");

-- CreateIndex
CREATE INDEX "_painted_B_index" ON "_painted"("B");

-- CreateIndex
CREATE INDEX "_friends_B_index" ON "_friends"("B");

-- CreateIndex
CREATE INDEX "_likes_B_index" ON "_likes"("B");

-- CreateIndex
CREATE INDEX "_ThatModelHasANameThatIsLongEnoughToBeCutTooToThisModel_B_index" ON "_ThatModelHasANameThatIsLongEnoughToBeCutTooToThisModelHasAName"("B");

-- AddForeignKey
ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_painted" ADD CONSTRAINT "_painted_A_fkey" FOREIGN KEY ("A") REFERENCES "paints"("the color") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_painted" ADD CONSTRAINT "_painted_B_fkey" FOREIGN KEY ("B") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_friends" ADD CONSTRAINT "_friends_A_fkey" FOREIGN KEY ("A") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_friends" ADD CONSTRAINT "_friends_B_fkey" FOREIGN KEY ("B") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_likes" ADD CONSTRAINT "_likes_A_fkey" FOREIGN KEY ("A") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_likes" ADD CONSTRAINT "_likes_B_fkey" FOREIGN KEY ("B") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_ThatModelHasANameThatIsLongEnoughToBeCutTooToThisModelHasAName" ADD CONSTRAINT "_ThatModelHasANameThatIsLongEnoughToBeCutTooToThisModelH_A_fkey" FOREIGN KEY ("A") REFERENCES "ThatModelHasANameThatIsLongEnoughToBeCutToo"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_ThatModelHasANameThatIsLongEnoughToBeCutTooToThisModelHasAName" ADD CONSTRAINT "_ThatModelHasANameThatIsLongEnoughToBeCutTooToThisModelH_B_fkey" FOREIGN KEY ("B") REFERENCES "ThisModelHasANameThatIsLongEnoughToBeCutOnce"("id") ON DELETE CASCADE ON UPDATE CASCADE;
