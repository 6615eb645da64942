// Doubles and fixtures of the tests.
