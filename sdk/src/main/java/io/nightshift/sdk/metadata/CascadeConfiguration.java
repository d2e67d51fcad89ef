package io.nightshift.sdk.metadata;

/**
 * The cascade rules of a relationship (Dynamics: CascadeConfiguration).
 *
 * @param assign when the referenced record gets another owner
 * @param delete when the referenced record is deleted
 * @param merge when the referenced record is merged into another
 * @param reparent when the referenced record itself gets another parent
 */
public record CascadeConfiguration(CascadeType assign, CascadeType delete, CascadeType merge, CascadeType reparent) {

    /** Records that only refer to another: they forget it when it is deleted. */
    public static final CascadeConfiguration REFERENTIAL = new CascadeConfiguration(
            CascadeType.NO_CASCADE, CascadeType.REMOVE_LINK, CascadeType.NO_CASCADE, CascadeType.NO_CASCADE);
}
