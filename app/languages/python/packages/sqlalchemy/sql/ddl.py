from .schema import DDL, AddConstraint, CreateIndex, CreateTable, DropConstraint, DropIndex, DropTable  # noqa: F401
