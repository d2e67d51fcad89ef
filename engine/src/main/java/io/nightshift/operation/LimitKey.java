package io.nightshift.operation;

/**
 * Of the operations of one organization with the same key, at most {@code width} run at the same time, wherever they run
 * (design 2.3). Unlike a lane it promises no order beyond "earlier ones first", and one that waits (for a retry, a date, a
 * person) leaves its place to others. The width travels with each operation; where those of one key differ, the one that is
 * first in line decides how many places there are for it.
 *
 * @param key any string of 1 to 256 characters
 * @param width 1 to 1,000
 */
public record LimitKey(String key, int width) {

    public static final int MAX_LENGTH = 256;
    public static final int MAX_WIDTH = 1000;

    public LimitKey {
        if (key.isEmpty()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The limit key is empty; give it a name.");
        }
        Texts.bounded("limit key", key, MAX_LENGTH);
        if (width < 1 || width > MAX_WIDTH) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "The width of a limit key is 1 to " + MAX_WIDTH + "; got " + width + " for '" + key + "'.");
        }
    }
}
