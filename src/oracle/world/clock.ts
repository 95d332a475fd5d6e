/**
 * How coarse clocks are, in milliseconds. An application may measure an age by a wall clock that ticks in whole
 * milliseconds, at both ends; every bound that the oracle compares with is widened by this much, in favour of
 * the application.
 */
export const clockGrainMs = 2;
