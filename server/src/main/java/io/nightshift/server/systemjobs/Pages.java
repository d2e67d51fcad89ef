package io.nightshift.server.systemjobs;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.sql.SQLException;
import java.util.Map;

/** Makes pages of templates, which were compiled when the program was built. Thread-safe. */
final class Pages {

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Site site;

    Pages(Site site) {
        this.site = site;
    }

    /** What all pages have around them. */
    Frame frame(PageCall call, String section, String title) throws SQLException {
        return new Frame(
                call.visitor(),
                Texts.ENGLISH,
                site.now(),
                site.organizations(call.visit()),
                section,
                title,
                call.query().on("/" + String.join("/", call.path())),
                call.visit().told().orElse(null));
    }

    Reply page(String template, Frame frame, Object model) {
        return page(200, template, frame, model);
    }

    Reply page(int status, String template, Frame frame, Object model) {
        return new Reply.Html(status, render(template, Map.of("p", frame, "m", model)));
    }

    String render(String template, Map<String, Object> parameters) {
        StringOutput output = new StringOutput(16 * 1024);
        templates.render(template + ".jte", parameters, output);
        return output.toString();
    }
}
