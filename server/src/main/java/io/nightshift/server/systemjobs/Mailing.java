package io.nightshift.server.systemjobs;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the forms of e-mails and of e-mail server profiles offer beside their fields; each request is made as the visitor. */
public final class Mailing {

    private static final String EMAIL = "email";
    private static final String PROFILE = "emailserverprofile";
    /** The status reasons from which an e-mail may be sent, each with what the button says. */
    private static final Map<Integer, String> SENT_FROM = Map.of(1, "mail.send", 8, "mail.again", 5, "mail.again");

    private final Site site;

    Mailing(Site site) {
        this.site = site;
    }

    /** What the button says that sends this e-mail; null where there is none. */
    public static @Nullable String sends(@Nullable Entity record) {
        if (record == null || !record.logicalName().equals(EMAIL)) {
            return null;
        }
        OptionSetValue status = record.get("statuscode", OptionSetValue.class);
        return status == null ? null : SENT_FROM.get(status.value());
    }

    /** Whether it is a profile, whose password is set beside its form. */
    public static boolean hasPassword(@Nullable Entity record) {
        return record != null && record.logicalName().equals(PROFILE);
    }

    /** Hands an e-mail over to be sent; one that is on its way already is not sent twice. */
    Reply send(PageCall call) {
        return carriedOut(
                call,
                new OrganizationRequest("SendEmail").set("EmailId", call.id(2)).set("IssueSend", true),
                "mail.sent");
    }

    /** Sets the password of a profile, or takes it away. */
    Reply password(PageCall call) {
        return carriedOut(
                call,
                new OrganizationRequest("SetEmailServerPassword")
                        .set("EmailServerProfileId", call.id(2))
                        .set("Password", call.form().one("password", "")),
                "mail.password.set");
    }

    private Reply carriedOut(PageCall call, OrganizationRequest request, String done) {
        String here = "/records/" + call.path().get(1) + "/" + call.id(2);
        try {
            site.service(call).execute(request);
        } catch (OrganizationServiceFault fault) {
            return call.done(Notice.failed(String.valueOf(fault.getMessage())), here);
        }
        site.service().queue().hint();
        return call.done(Notice.done(Texts.ENGLISH.of(done)), here);
    }
}
