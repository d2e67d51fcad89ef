package io.nightshift.platform.mail;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an e-mail that goes out can stand. */
enum EmailState {
    DRAFT(0, 1),
    PENDING_SEND(1, 6),
    SENDING(1, 7),
    SENT(1, 3),
    FAILED(0, 8),
    CANCELED(2, 5);

    private final int state;
    private final int status;

    EmailState(int state, int status) {
        this.state = state;
        this.status = status;
    }

    /** Whether an e-mail with this status reason stands here. */
    boolean is(@Nullable OptionSetValue statuscode) {
        return statuscode != null && statuscode.value() == status;
    }

    /** The change that brings an e-mail there. */
    Entity of(UUID email) {
        return new Entity(EmailRecords.EMAIL, email)
                .set("statecode", new OptionSetValue(state))
                .set("statuscode", new OptionSetValue(status));
    }
}
