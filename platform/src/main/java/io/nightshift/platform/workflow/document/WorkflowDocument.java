package io.nightshift.platform.workflow.document;

/**
 * What a workflow does.
 *
 * @param name the name the document gives itself
 * @param version of the document, as its author counts
 */
public record WorkflowDocument(String namespace, String name, String version, Step.Block steps) {

    /**
     * Reads a document.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80048455 with every problem, its line and its step
     */
    public static WorkflowDocument read(String text) {
        Problems problems = new Problems();
        WorkflowDocument document = read(text, problems);
        problems.throwIfAny();
        return document;
    }

    /** Reads as much of a document as can be read; what is wrong goes to the problems. */
    public static WorkflowDocument read(String text, Problems problems) {
        return new DocumentReader(problems).read(text);
    }
}
