package io.nightshift.sdk.query;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a result is wanted. The cookie of the page before makes every page as cheap as the first; a page
 * number without it is found by counting rows.
 *
 * @param pageNumber from 1
 * @param count rows of a page, from 1 to 5,000; 0 means 5,000
 * @param returnTotalRecordCount whether all rows that match are counted, up to 5,000 of them
 * @param pagingCookie what {@code EntityCollection} gave with the page before, unchanged; null for the first page
 */
public record PagingInfo(
        int pageNumber,
        int count,
        boolean returnTotalRecordCount,
        @Nullable String pagingCookie) {

    /** The first page, of the greatest size. */
    public static final PagingInfo FIRST = new PagingInfo(1, 0, false, null);

    /** A page without a cookie. */
    public PagingInfo(int pageNumber, int count) {
        this(pageNumber, count, false, null);
    }

    /** The page after this one. */
    public PagingInfo next(@Nullable String cookie) {
        return new PagingInfo(pageNumber + 1, count, returnTotalRecordCount, cookie);
    }
}
