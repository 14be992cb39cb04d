-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "citext";

-- CreateTable
CREATE TABLE "Plain" (
    "id" INTEGER NOT NULL,
    "string" TEXT NOT NULL,
    "boolean" BOOLEAN NOT NULL,
    "bigint" BIGINT NOT NULL,
    "float" DOUBLE PRECISION NOT NULL,
    "decimal" DECIMAL(65,30) NOT NULL,
    "datetime" TIMESTAMP(3) NOT NULL,
    "json" JSONB NOT NULL,
    "bytes" BYTEA NOT NULL,
    "optional" TEXT,

    CONSTRAINT "Plain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Native" (
    "id" INTEGER NOT NULL,
    "smallint" SMALLINT NOT NULL,
    "oid" OID NOT NULL,
    "bigint" BIGINT NOT NULL,
    "double" DOUBLE PRECISION NOT NULL,
    "real" REAL NOT NULL,
    "decimal" DECIMAL NOT NULL,
    "decimal10_2" DECIMAL(10,2) NOT NULL,
    "money" MONEY NOT NULL,
    "text" TEXT NOT NULL,
    "char" CHAR NOT NULL,
    "char5" CHAR(5) NOT NULL,
    "varchar" VARCHAR NOT NULL,
    "varchar20" VARCHAR(20) NOT NULL,
    "bit" BIT NOT NULL,
    "bit3" BIT(3) NOT NULL,
    "varbit" VARBIT NOT NULL,
    "varbit4" VARBIT(4) NOT NULL,
    "uuid" UUID NOT NULL,
    "xml" XML NOT NULL,
    "inet" INET NOT NULL,
    "citext" CITEXT NOT NULL,
    "boolean" BOOLEAN NOT NULL,
    "timestamp" TIMESTAMP NOT NULL,
    "timestamp0" TIMESTAMP(0) NOT NULL,
    "timestamptz" TIMESTAMPTZ NOT NULL,
    "timestamptz6" TIMESTAMPTZ(6) NOT NULL,
    "date" DATE NOT NULL,
    "time" TIME NOT NULL,
    "time2" TIME(2) NOT NULL,
    "timetz" TIMETZ NOT NULL,
    "timetz3" TIMETZ(3) NOT NULL,
    "json" JSON NOT NULL,
    "jsonb" JSONB NOT NULL,
    "bytea" BYTEA NOT NULL,

    CONSTRAINT "Native_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lists" (
    "id" INTEGER NOT NULL,
    "strings" TEXT[],
    "chars" CHAR(3)[],
    "varchars" VARCHAR(9)[],
    "ints" INTEGER[],
    "bigints" BIGINT[],
    "floats" DOUBLE PRECISION[],
    "decimals" DECIMAL(65,30)[],
    "exact" DECIMAL(8,4)[],
    "booleans" BOOLEAN[],
    "times" TIMESTAMP(3)[],
    "zoned" TIMESTAMPTZ(3)[],
    "documents" JSONB[],
    "blobs" BYTEA[],

    CONSTRAINT "Lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Other" (
    "id" INTEGER NOT NULL,
    "circle" circle NOT NULL,
    "vector" tsvector,
    "range" int4range[],
    "interval" interval(3) NOT NULL,
    "bits" bit varying NOT NULL,
    "length" bit varying(7),
    "name" name NOT NULL,

    CONSTRAINT "Other_pkey" PRIMARY KEY ("id")
);
