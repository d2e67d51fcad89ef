package io.nightshift.platform.mail;

import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Makes an e-mail, which is not stored, from a template and a record. The template is Mustache over the record's attributes
 * as people read them: of an option its label, of a reference the name.
 */
public final class InstantiateTemplateMessage implements Message {

    @Override
    public String name() {
        return "InstantiateTemplate";
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        EntityReference template = new EntityReference("template", request.required("TemplateId", UUID.class));
        EntityReference about = new EntityReference(
                request.required("ObjectType", String.class), request.required("ObjectId", UUID.class));
        Entity text = read(context, template, ColumnSet.of("subject", "body", "mimetype"));
        Map<String, Object> values = values(read(context, about, ColumnSet.all()));
        boolean html = "text/html".equals(text.get("mimetype", String.class));
        String body = Objects.requireNonNullElse(text.get("body", String.class), "");
        Entity email = new Entity("email")
                .set(
                        "subject",
                        MailTemplate.text(Objects.requireNonNullElse(text.get("subject", String.class), ""), values))
                .set("description", html ? MailTemplate.html(body, values) : MailTemplate.text(body, values))
                .set("mimetype", html ? "text/html" : "text/plain");
        return new OrganizationResponse(name()).set("EntityCollection", new EntityCollection("email", List.of(email)));
    }

    private static Entity read(RequestContext context, EntityReference record, ColumnSet columns) {
        return context.execute(new RetrieveRequest(record, columns)).required("Entity", Entity.class);
    }

    private static Map<String, Object> values(Entity record) {
        Map<String, Object> values = new HashMap<>();
        record.attributes().forEach((name, value) -> {
            String shown = record.formattedValues().get(name);
            if (shown != null) {
                values.put(name, shown);
            } else if (value instanceof EntityReference reference) {
                values.put(name, Objects.requireNonNullElse(reference.name(), ""));
            } else if (value instanceof io.nightshift.sdk.Money money) {
                values.put(name, money.value().toPlainString());
            } else if (value != null) {
                values.put(name, value instanceof Boolean ? value : value.toString());
            }
        });
        return values;
    }
}
