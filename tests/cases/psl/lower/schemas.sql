-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "people and more";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "shop";

-- CreateEnum
CREATE TYPE "people and more"."order status" AS ENUM ('NEW', 'DONE');

-- CreateTable
CREATE TABLE "shop"."orders" (
    "id" SERIAL NOT NULL,
    "status" "people and more"."order status" NOT NULL DEFAULT 'NEW',
    "history" "people and more"."order status"[] DEFAULT ARRAY['NEW', 'DONE']::"people and more"."order status"[],
    "buyerId" INTEGER NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people and more"."Person" (
    "id" SERIAL NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop"."Item" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop"."_ItemToOrder" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_ItemToOrder_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "shop"."_ItemToPerson" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_ItemToPerson_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE INDEX "orders_status_id_idx" ON "shop"."orders"("status", "id" DESC);

-- CreateIndex
CREATE INDEX "_ItemToOrder_B_index" ON "shop"."_ItemToOrder"("B");

-- CreateIndex
CREATE INDEX "_ItemToPerson_B_index" ON "shop"."_ItemToPerson"("B");

-- AddForeignKey
ALTER TABLE "shop"."orders" ADD CONSTRAINT "orders_buyerId_fkey" FOREIGN KEY ("buyerId") REFERENCES "people and more"."Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shop"."_ItemToOrder" ADD CONSTRAINT "_ItemToOrder_A_fkey" FOREIGN KEY ("A") REFERENCES "shop"."Item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shop"."_ItemToOrder" ADD CONSTRAINT "_ItemToOrder_B_fkey" FOREIGN KEY ("B") REFERENCES "shop"."orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shop"."_ItemToPerson" ADD CONSTRAINT "_ItemToPerson_A_fkey" FOREIGN KEY ("A") REFERENCES "shop"."Item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shop"."_ItemToPerson" ADD CONSTRAINT "_ItemToPerson_B_fkey" FOREIGN KEY ("B") REFERENCES "people and more"."Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
