package io.nightshift.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where an operation stands: its status and, when Suspended or Pausing, the cause. */
public record Standing(StatusCode status, @Nullable Cause cause) {

    public static final Standing READY = new Standing(StatusCode.WAITING_FOR_RESOURCES, null);
    public static final Standing IN_PROGRESS = new Standing(StatusCode.IN_PROGRESS, null);
    public static final Standing CANCELING = new Standing(StatusCode.CANCELING, null);
    public static final Standing SUCCEEDED = new Standing(StatusCode.SUCCEEDED, null);
    public static final Standing FAILED = new Standing(StatusCode.FAILED, null);
    public static final Standing CANCELED = new Standing(StatusCode.CANCELED, null);

    public Standing {
        Objects.requireNonNull(status, "status");
        if (!allows(status, cause)) {
            throw new IllegalArgumentException(status.label() + " cannot have the cause " + cause);
        }
    }

    public static Standing suspended(Cause cause) {
        return new Standing(StatusCode.WAITING, cause);
    }

    public static Standing pausing(Cause cause) {
        return new Standing(StatusCode.PAUSING, cause);
    }

    public StateCode state() {
        return status.state();
    }

    /** Every standing there is, in the order of status and cause. */
    public static List<Standing> all() {
        List<Standing> all = new ArrayList<>();
        for (StatusCode status : StatusCode.values()) {
            if (allows(status, null)) {
                all.add(new Standing(status, null));
            }
            for (Cause cause : Cause.values()) {
                if (allows(status, cause)) {
                    all.add(new Standing(status, cause));
                }
            }
        }
        return List.copyOf(all);
    }

    private static boolean allows(StatusCode status, @Nullable Cause cause) {
        return switch (status) {
            case WAITING -> cause != null;
            case PAUSING -> cause == Cause.PAUSED || cause == Cause.POSTPONED;
            default -> cause == null;
        };
    }

    /** For example {@code Suspended/Waiting (Retry)}. */
    @Override
    public String toString() {
        return state().label() + "/" + status.label() + (cause == null ? "" : " (" + cause.label() + ")");
    }
}
