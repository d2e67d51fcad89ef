package io.nightshift.cli;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists and adds users, gives them roles, sets their passwords. */
@Command(
        name = "users",
        mixinStandardHelpOptions = true,
        description = {
            "Lists and adds users, gives them roles and sets their passwords.",
            "",
            "  users list",
            "  users add anna --last-name Berg --first-name Anna --role \"Basic User\"",
            "  users give anna --role Reader",
            "  users password anna",
            "",
            "The password is asked for, or read from the first line of the standard input."
        })
final class UsersVerb extends Session.FolderVerb {

    private static final Relationship ROLES = new Relationship("systemuserroles_association");

    @Parameters(index = "0", paramLabel = "list|add|give|password", description = "What to do.")
    private String action = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "The name the user signs in with.")
    private @Nullable String user;

    @Option(names = "--last-name", paramLabel = "NAME", description = "The last name of the user to add.")
    private @Nullable String lastName;

    @Option(names = "--first-name", paramLabel = "NAME", description = "The first name of the user to add.")
    private @Nullable String firstName;

    @Option(names = "--role", paramLabel = "ROLE", description = "A role to give; may be repeated.")
    private List<String> roles = new ArrayList<>();

    @Override
    public Integer call() {
        return switch (action) {
            case "list" -> list();
            case "add" -> add();
            case "give" -> give();
            case "password" -> password();
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "'" + action + "' is none of the things users does: list, add, give or password.");
        };
    }

    private int list() {
        QueryExpression query = new QueryExpression("systemuser", "fullname", "domainname", "isdisabled")
                .orderBy("fullname", OrderType.ASCENDING);
        ObjectNode answer = Service.JSON.createObjectNode();
        ArrayNode value = answer.putArray("value");
        for (Entity each : session.client().retrieveMultiple(query).entities()) {
            value.addObject()
                    .put("id", String.valueOf(each.id()))
                    .put("username", each.get("domainname", String.class))
                    .put("name", each.get("fullname", String.class))
                    .put("disabled", Boolean.TRUE.equals(each.get("isdisabled", Boolean.class)));
        }
        return session.list(
                answer,
                "There are no users.",
                List.of("USER", "NAME", "", "ID"),
                each -> List.of(
                        Printer.text(each.path("username")),
                        Printer.text(each.path("name")),
                        each.path("disabled").asBoolean(false) ? "disabled" : "",
                        Printer.text(each.path("id"))));
    }

    private int add() {
        if (lastName == null) {
            throw new CommandFailure(ExitCode.USAGE, "A user has a --last-name.");
        }
        OrganizationService service = session.client();
        List<EntityReference> held =
                roles.stream().map(role -> role(service, role)).toList();
        EntityReference unit = only(
                service,
                new QueryExpression("businessunit").where("parentbusinessunitid", ConditionOperator.NULL),
                "The organization shows no root business unit to this caller.");
        UUID id = service.create(new Entity("systemuser")
                .set("domainname", name())
                .set("lastname", lastName)
                .set("firstname", firstName)
                .set("businessunitid", unit));
        if (!held.isEmpty()) {
            service.associate("systemuser", id, ROLES, held);
        }
        String as =
                roles.isEmpty() ? "without a role, so that nothing is allowed yet" : "as " + String.join(", ", roles);
        return said(answer(id), "The user " + name() + " is there, " + as + ".");
    }

    private static ObjectNode answer(UUID id) {
        return Service.JSON.createObjectNode().put("id", id.toString());
    }

    private static EntityReference role(OrganizationService service, String name) {
        return only(
                service,
                new QueryExpression("role").where("name", ConditionOperator.EQUAL, name),
                "There is no role '" + Printer.clean(name) + "'; there are System Administrator, System Customizer,"
                        + " Basic User, Salesperson, Reader, and those of your own.");
    }

    private static EntityReference only(OrganizationService service, QueryExpression query, String otherwise) {
        List<Entity> found = service.retrieveMultiple(query).entities();
        if (found.size() != 1) {
            throw new CommandFailure(ExitCode.NOT_FOUND, otherwise);
        }
        return found.getFirst().toEntityReference();
    }

    private int give() {
        if (roles.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Say which --role to give.");
        }
        OrganizationService service = session.client();
        EntityReference known = only(
                service,
                new QueryExpression("systemuser").where("domainname", ConditionOperator.EQUAL, name()),
                "There is no user of that name; users list shows all.");
        service.associate(
                "systemuser",
                known.id(),
                ROLES,
                roles.stream().map(role -> role(service, role)).toList());
        return said(answer(known.id()), "The user " + name() + " has the role " + String.join(", ", roles) + " now.");
    }

    private int password() {
        ObjectNode request =
                Service.JSON.createObjectNode().put("UserName", name()).put("Password", TypedPassword.read());
        return said(
                session.service().act("SetPassword", request),
                "The user " + name() + " has a new password; sessions of before have ended.");
    }

    private String name() {
        if (user == null) {
            throw new CommandFailure(ExitCode.USAGE, "Say which user; users list shows their names.");
        }
        return user;
    }

    private int said(ObjectNode answer, String sentence) {
        if (session.json()) {
            session.printer().json(answer);
        } else {
            session.printer().line(sentence);
        }
        return ExitCode.WELL;
    }
}
