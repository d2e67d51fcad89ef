package io.nightshift.platform.workflow.document;

import io.nightshift.sdk.OrganizationServiceFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was found wrong in one document, in the order it was found. Not thread-safe. */
public final class Problems {

    /** ErrorsInWorkflowDefinition of Dynamics. */
    public static final int CODE = 0x80048455;

    private static final int MOST = 20;

    private final List<Problem> found = new ArrayList<>();

    /** One problem more; beyond twenty they are not kept. */
    public void add(int line, @Nullable String step, String message) {
        if (found.size() < MOST) {
            found.add(new Problem(line, step, message));
        }
    }

    /** Those found so far. */
    public List<Problem> all() {
        return List.copyOf(found);
    }

    /** Ends with 0x80048455 and all of them in the order of their lines, when there are any. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new OrganizationServiceFault(
                    CODE,
                    "The definition of the workflow has errors:\n"
                            + found.stream()
                                    .sorted(Comparator.comparingInt(Problem::line))
                                    .map(Problem::toString)
                                    .collect(Collectors.joining("\n")));
        }
    }
}
