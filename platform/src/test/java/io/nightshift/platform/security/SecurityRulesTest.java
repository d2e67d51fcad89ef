package io.nightshift.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.query.QueryContext;
import io.nightshift.platform.record.RequestContext;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Nothing reaches the tables around security but what is named here, with its reason. */
class SecurityRulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.nightshift.platform");

    private static final String RULES = "what says what happens on requests holds for everybody";

    /** Who may have nothing refused in a user's name. */
    private static final Map<String, String> UNRESTRICTED = Map.ofEntries(
            Map.entry("RequestContext", "makes the context"),
            Map.entry("RequestCourse", "steps and reactions are given images of records whatever the user may read"),
            Map.entry("Registrations", RULES),
            Map.entry("StepTables", RULES),
            Map.entry("Assemblies", "code that steps run is found whoever causes it"),
            Map.entry("AssemblyRules", RULES),
            Map.entry("EndpointRules", RULES),
            Map.entry("OutcomeRules", RULES),
            Map.entry("Activations", RULES),
            Map.entry("WorkflowTriggers", RULES),
            Map.entry("WorkflowRules", "an activation is a copy that the platform keeps of what the user wrote"),
            Map.entry("Waits", "what an instance waits for belongs to the interpreter"),
            Map.entry("StepLog", "the log tells what happened whatever the owner may write"),
            Map.entry("WorkflowLog", "the log tells what happened whatever the owner may write"),
            Map.entry("BulkDeleteCascade", "who may delete an operation takes along what tells of it"),
            Map.entry("BulkDeleteNotice", "who may delete need not have a right to e-mails to be told of the end"),
            Map.entry(
                    "SendEmail",
                    "an e-mail is marked canceled whoever cancels its sending; a notice is the platform's own"),
            Map.entry("EmailServerProfiles", "mail is sent by the organization's mail server whoever sends it"),
            Map.entry("SetEmailServerPasswordMessage", "the log of the service has the name of who acts"),
            Map.entry("SendEmailMessage", "whether an e-mail is on its way does not depend on who asks"),
            Map.entry("FileContents", "the rights to a file are those to its record, which are asked"),
            Map.entry("BulkDeleteRecords", "counts and failures are written whatever the owner may write"));

    /** Who may evaluate conditions in memory without looking whose the record is. */
    private static final Map<String, String> CONDITIONS = Map.of(
            "WorkflowTriggers", "whether an instance is woken does not depend on who changed the record",
            "Evaluation", "the record was read with the owner's rights before");

    /** Who may send statements beside the packages that hold the rules: organization, record and query. */
    private static final Map<String, String> STATEMENTS = Map.of(
            "BulkDeleteCascade", "finds the records of operations that were deleted",
            "BulkDeletePage", "locks rows that a query of the owner found, and deletes them by RecordDeletion",
            "RowByRow", "looks whether a row that could not be deleted is still there",
            "RetrieveTotalRecordCountMessage", "estimates the rows of entities that the caller may read",
            "Activations", RULES,
            "WorkflowRules", RULES,
            "StepLog", "the last row of an instance's log",
            "Waits", "what an instance waits for belongs to the interpreter");

    @Test
    void nothingIsUnrestrictedWithoutAReason() {
        assertThat(callers(call -> call.getTargetOwner().isEquivalentTo(RequestContext.class)
                        && call.getName().equals("unrestricted")))
                .isSubsetOf(UNRESTRICTED.keySet());
        assertThat(callers(call -> call.getTargetOwner().isEquivalentTo(QueryContext.Caller.class)
                        && call.getName().equals("of")
                        && call.getTarget().getRawParameterTypes().getFirst().isEquivalentTo(UUID.class)))
                .isSubsetOf(CONDITIONS.keySet());
    }

    @Test
    void statementsComeFromWhereTheRulesAre() {
        // Maintenance works on the tables themselves, as the platform's own user.
        Set<String> packages = Set.of("organization", "record", "query", "maintenance");
        Set<String> senders = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            boolean sends = type.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> (call.getTargetOwner().isEquivalentTo(RequestContext.class)
                                    && call.getName().equals("sql"))
                            || (call.getTargetOwner().isEquivalentTo(Sql.class)
                                    && call.getName().equals("on")));
            String name = type.getPackageName().replaceAll(".*\\.", "");
            if (sends && !packages.contains(name)) {
                senders.add(top(type));
            }
        }
        assertThat(senders).isSubsetOf(STATEMENTS.keySet());
    }

    private static Set<String> callers(Predicate<JavaMethodCall> asked) {
        Set<String> callers = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getMethodCallsFromSelf().stream().anyMatch(asked)) {
                callers.add(top(type));
            }
        }
        return callers;
    }

    private static String top(JavaClass type) {
        return type.getName().replaceAll(".*\\.", "").replaceAll("\\$.*", "");
    }
}
