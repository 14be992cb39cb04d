-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Small" (
    "id" SMALLSERIAL NOT NULL,

    CONSTRAINT "Small_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Normal" (
    "id" SERIAL NOT NULL,
    "other one" SERIAL NOT NULL,
    "maybe" SERIAL,

    CONSTRAINT "Normal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Large" (
    "id" BIGSERIAL NOT NULL,

    CONSTRAINT "Large_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AVeryLongModelNameThatLeavesLittleRoomForTheRest" (
    "aVeryLongFieldNameThatIsCutAsWell" SERIAL NOT NULL,

    CONSTRAINT "AVeryLongModelNameThatLeavesLittleRoomForTheRest_pkey" PRIMARY KEY ("aVeryLongFieldNameThatIsCutAsWell")
);
