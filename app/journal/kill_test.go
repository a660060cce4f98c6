package journal

const victimVariable = "STEWARD_TEST_JOURNAL"

func beKilled() {}
