-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Mood" AS ENUM ('HAPPY', 'very "sad"');

-- CreateTable
CREATE TABLE "Literals" (
    "id" INTEGER NOT NULL DEFAULT 0,
    "negative" INTEGER NOT NULL DEFAULT -7,
    "big" BIGINT NOT NULL DEFAULT 9223372036854775807,
    "float" DOUBLE PRECISION NOT NULL DEFAULT -2.50,
    "whole" DOUBLE PRECISION NOT NULL DEFAULT 3,
    "decimal" DECIMAL(65,30) NOT NULL DEFAULT 12.340,
    "quoted" DECIMAL(65,30) NOT NULL DEFAULT 7.25,
    "yes" BOOLEAN NOT NULL DEFAULT true,
    "no" BOOLEAN NOT NULL DEFAULT false,
    "text" TEXT NOT NULL DEFAULT 'it''s "quoted" \ and
broken',
    "empty" TEXT NOT NULL DEFAULT '',
    "dollar" TEXT NOT NULL DEFAULT '$$ -- /* x',
    "char" CHAR(5) NOT NULL DEFAULT 'ab',
    "varchar" VARCHAR(50) NOT NULL DEFAULT 'Asia/Tokyo',
    "uuid" UUID NOT NULL DEFAULT '7a1c9e9e-8d5c-4b8e-9d3a-1f0e6f3a2b1c',
    "inet" INET NOT NULL DEFAULT '10.0.0.1/8',
    "bit" BIT(3) NOT NULL DEFAULT '101',
    "money" MONEY NOT NULL DEFAULT 12.5,
    "small" SMALLINT NOT NULL DEFAULT 5,
    "real" REAL NOT NULL DEFAULT 1.5,
    "moment" TIMESTAMP(3) NOT NULL DEFAULT '2020-01-02 03:04:05.678 +00:00',
    "zoned" TIMESTAMPTZ NOT NULL DEFAULT '2020-01-02 03:04:05 +09:00',
    "date" DATE NOT NULL DEFAULT '2020-01-02 00:00:00 +00:00',
    "time" TIME(2) NOT NULL DEFAULT '1970-01-01 03:04:05.123456 +00:00',
    "json" JSONB NOT NULL DEFAULT '{"b": 1, "a": "it''s"}',
    "jsontext" JSON NOT NULL DEFAULT '[1,  2]',
    "bytes" BYTEA NOT NULL DEFAULT '\x68656c6c6f',
    "nothing" BYTEA NOT NULL DEFAULT '\x',
    "mood" "Mood" NOT NULL DEFAULT 'very "sad"',

    CONSTRAINT "Literals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lists" (
    "id" INTEGER NOT NULL,
    "none" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "strings" TEXT[] DEFAULT ARRAY['it''s', '', 'b']::TEXT[],
    "varchars" VARCHAR(5)[] DEFAULT ARRAY['a']::VARCHAR(5)[],
    "ints" INTEGER[] DEFAULT ARRAY[1, -2]::INTEGER[],
    "bigints" BIGINT[] DEFAULT ARRAY[9007199254740993]::BIGINT[],
    "floats" DOUBLE PRECISION[] DEFAULT ARRAY[1.5, -2]::DOUBLE PRECISION[],
    "decimals" DECIMAL(8,4)[] DEFAULT ARRAY[1.50]::DECIMAL(8,4)[],
    "booleans" BOOLEAN[] DEFAULT ARRAY[true, false]::BOOLEAN[],
    "moments" TIMESTAMP(3)[] DEFAULT ARRAY['2020-01-02 03:04:05.678 +00:00']::TIMESTAMP(3)[],
    "documents" JSONB[] DEFAULT ARRAY['{"a": 1}']::JSONB[],
    "blobs" BYTEA[] DEFAULT ARRAY['\x68656c6c6f', '\x']::BYTEA[],
    "moods" "Mood"[] DEFAULT ARRAY['HAPPY', 'very "sad"']::"Mood"[],
    "nomoods" "Mood"[] DEFAULT ARRAY[]::"Mood"[],

    CONSTRAINT "Lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Database" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "now" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "zoned" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "day" DATE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sum" INTEGER NOT NULL DEFAULT 1 + 1,
    "unknown" INTEGER NOT NULL,
    "list" INTEGER[] DEFAULT '{1,2}',
    "search" tsvector DEFAULT to_tsvector('simple', 'x'),

    CONSTRAINT "Database_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Client" (
    "id" TEXT NOT NULL,
    "uuid7" UUID NOT NULL,
    "cuid" TEXT NOT NULL,
    "cuid2" TEXT NOT NULL,
    "ulid" TEXT NOT NULL,
    "nanoid" TEXT NOT NULL,
    "updated" TIMESTAMP(3) NOT NULL,
    "both" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Client_pkey" PRIMARY KEY ("id")
);
