package io.nightshift.platform.workflow.document;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a document says of itself, in the forms that the DSL takes. */
record DocumentTitle(String namespace, String name, String version) {

    static final DocumentTitle NONE = new DocumentTitle("", "", "");

    private static final Set<String> DOCUMENT =
            Set.of("dsl", "namespace", "name", "version", "title", "summary", "tags", "metadata");
    private static final Pattern DSL = Pattern.compile("1\\.0\\.(0|[1-9]\\d{0,8})");
    /** What the DSL takes for a namespace or name. */
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");
    /** A semantic version, whose numbers have no leading zeros. */
    private static final Pattern VERSION = Pattern.compile(
            "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?");

    static DocumentTitle read(DocumentNode about) {
        about.known(DOCUMENT);
        String dsl = about.requiredText("dsl");
        if (!DSL.matcher(dsl).matches()) {
            about.problem("this is written for version '" + ExpressionReader.shown(dsl)
                    + "' of the DSL; 1.0.0 is understood");
        }
        String namespace = about.requiredText("namespace");
        String name = about.requiredText("name");
        for (String each : List.of(namespace, name)) {
            if (!LABEL.matcher(each).matches()) {
                about.problem("'" + ExpressionReader.shown(each)
                        + "' cannot be a namespace or name: 1 to 63 letters, digits and hyphens between them");
            }
        }
        String version = about.requiredText("version");
        if (!VERSION.matcher(version).matches()) {
            about.problem("'" + ExpressionReader.shown(version) + "' is no version, as '1.0.0'");
        }
        for (String text : List.of("title", "summary")) {
            DocumentNode part = about.get(text);
            if (part != null) {
                part.text();
            }
        }
        DocumentReader.mapOf(about, "tags");
        DocumentReader.mapOf(about, "metadata");
        return new DocumentTitle(namespace, name, version);
    }
}
