"""An invented caseload in the database, for trying, training and measuring: never in production."""

from victim_portal.services.seeding.filling import SeedReport, plan_caseload, seed_caseload

__all__ = ["SeedReport", "plan_caseload", "seed_caseload"]
