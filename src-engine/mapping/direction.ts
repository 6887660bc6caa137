/** Which side of a relationship holds the foreign key ("Basic Relationship Patterns"). */
export type Direction = "one-to-many" | "many-to-one" | "many-to-many";
