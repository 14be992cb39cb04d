//! Prisma's schema language: schema.prisma to a datamodel, its formatter and its DMMF.
