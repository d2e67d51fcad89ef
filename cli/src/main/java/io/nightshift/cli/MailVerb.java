package io.nightshift.cli;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Sends e-mails, and says by which mail server the organization sends. */
@Command(
        name = "mail",
        mixinStandardHelpOptions = true,
        description = {
            "Sends e-mails, and says by which mail server the organization sends them.",
            "",
            "  mail send ID            a draft, or once more one that failed or was canceled",
            "  mail password PROFILE   sets the password of an e-mail server profile; an empty one takes it away",
            "  mail default PROFILE    the organization sends by this e-mail server profile",
            "",
            "Profiles are records: records create emailserverprofiles --set name=Ours --set senderaddress=...",
            "The password is asked for, or read from the first line of the standard input."
        })
final class MailVerb extends Session.FolderVerb {

    @Parameters(index = "0", paramLabel = "send|password|default", description = "What to do.")
    private String action = "";

    @Parameters(
            index = "1",
            paramLabel = "ID|PROFILE",
            description = "The id of the e-mail, or the name of the profile.")
    private String which = "";

    @Override
    public Integer call() {
        return switch (action) {
            case "send" -> send();
            case "password" -> password();
            case "default" -> makeDefault();
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "'" + action + "' is none of the things mail does: send, password or default.");
        };
    }

    private int send() {
        UUID id;
        try {
            id = UUID.fromString(which);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "'" + which + "' is no id of an e-mail.");
        }
        session.client()
                .execute(new OrganizationRequest("SendEmail").set("EmailId", id).set("IssueSend", true));
        return said(id, "The e-mail is on its way; list --regarding " + id + " shows how far its sending is.");
    }

    private int password() {
        UUID profile = profile();
        String password = TypedPassword.read();
        session.service()
                .act(
                        "SetEmailServerPassword",
                        Service.JSON
                                .createObjectNode()
                                .put("EmailServerProfileId", profile.toString())
                                .put("Password", password));
        return said(
                profile,
                "The e-mail server profile " + which
                        + (password.isEmpty() ? " has no password any more." : " has a new password."));
    }

    private int makeDefault() {
        UUID profile = profile();
        UUID organization = Objects.requireNonNull(session.client()
                .retrieveMultiple(new QueryExpression("organization", "name"))
                .entities()
                .getFirst()
                .id());
        session.client()
                .update(new Entity("organization", organization)
                        .set("defaultemailserverprofileid", new EntityReference("emailserverprofile", profile)));
        return said(profile, "The organization sends by the e-mail server profile " + which + " now.");
    }

    private UUID profile() {
        List<Entity> found = session.client()
                .retrieveMultiple(
                        new QueryExpression("emailserverprofile", "name").where("name", ConditionOperator.EQUAL, which))
                .entities();
        if (found.size() != 1) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    (found.isEmpty()
                                    ? "There is no e-mail server profile '"
                                    : "There are several e-mail server profiles '")
                            + Printer.clean(which)
                            + "'; records query emailserverprofiles --select name shows all.");
        }
        return Objects.requireNonNull(found.getFirst().id());
    }

    private int said(UUID id, String sentence) {
        if (session.json()) {
            ObjectNode answer = Service.JSON.createObjectNode().put("id", id.toString());
            session.printer().json(answer);
        } else {
            session.printer().line(sentence);
        }
        return ExitCode.WELL;
    }
}
