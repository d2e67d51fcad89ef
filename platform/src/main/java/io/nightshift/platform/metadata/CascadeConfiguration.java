package io.nightshift.platform.metadata;

import io.nightshift.sdk.FaultCode;

/**
 * The cascade rules of a relationship (Dynamics: CascadeConfiguration).
 *
 * @param assign when the referenced record gets another owner
 * @param delete when the referenced record is deleted
 * @param merge when the referenced record is merged into another: {@link CascadeType#CASCADE} or none
 * @param reparent when the referenced record itself gets another parent
 */
public record CascadeConfiguration(CascadeType assign, CascadeType delete, CascadeType merge, CascadeType reparent) {

    /** Records that only refer to another: they forget it when it is deleted. */
    public static final CascadeConfiguration REFERENTIAL = new CascadeConfiguration(
            CascadeType.NO_CASCADE, CascadeType.REMOVE_LINK, CascadeType.NO_CASCADE, CascadeType.NO_CASCADE);

    /** Records that keep another from being deleted. */
    public static final CascadeConfiguration RESTRICTED = new CascadeConfiguration(
            CascadeType.NO_CASCADE, CascadeType.RESTRICT, CascadeType.NO_CASCADE, CascadeType.NO_CASCADE);

    /** Records that belong to another: they share its fate. */
    public static final CascadeConfiguration PARENTAL = new CascadeConfiguration(
            CascadeType.CASCADE, CascadeType.CASCADE, CascadeType.CASCADE, CascadeType.CASCADE);

    public CascadeConfiguration {
        if (delete == CascadeType.ACTIVE || delete == CascadeType.USER_OWNED) {
            throw FaultCode.INVALID_RELATIONSHIP_TYPE.fault(
                    "A delete cascades to all, removes the link, is restricted, or does nothing; not " + delete + ".");
        }
        for (CascadeType type : new CascadeType[] {assign, merge, reparent}) {
            if (type == CascadeType.REMOVE_LINK || type == CascadeType.RESTRICT) {
                throw FaultCode.INVALID_RELATIONSHIP_TYPE.fault("Only a delete can be " + type + ".");
            }
        }
    }
}
