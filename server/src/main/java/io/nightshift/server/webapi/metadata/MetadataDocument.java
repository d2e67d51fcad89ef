package io.nightshift.server.webapi.metadata;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.server.webapi.metadata.OperationSignature.Kind;
import io.nightshift.server.webapi.metadata.OperationSignature.ParameterType;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.Navigation;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes {@code $metadata}: the model in the XML of OData 4. */
public final class MetadataDocument {

    private static final String EDMX = "http://docs.oasis-open.org/odata/ns/edmx";
    private static final String EDM = "http://docs.oasis-open.org/odata/ns/edm";
    private static final String PRINCIPAL = "principal";

    private final Model model;
    private final XMLStreamWriter xml;

    private MetadataDocument(Model model, XMLStreamWriter xml) {
        this.model = model;
        this.xml = xml;
    }

    /** The document of a model. */
    public static String of(Model model) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            new MetadataDocument(model, xml).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A text takes whatever is written.", e);
        }
        return text.toString();
    }

    private void write() throws XMLStreamException {
        xml.writeStartDocument("utf-8", "1.0");
        start("edmx:Edmx", "xmlns:edmx", EDMX, "Version", "4.0");
        start("edmx:DataServices");
        start("Schema", "xmlns", EDM, "Namespace", EdmTypes.DYNAMICS, "Alias", "mscrm");
        empty("EntityType", "Name", EdmTypes.BASE, "Abstract", "true");
        empty("ComplexType", "Name", "QueryBase", "OpenType", "true");
        empty("ComplexType", "Name", "EntityRecordCountCollection", "OpenType", "true");
        empty("ComplexType", "Name", "AuditDetail", "OpenType", "true");
        empty("ComplexType", "Name", "AuditDetailCollection", "OpenType", "true");
        complex(
                "PagingInfo",
                "PageNumber Edm.Int32",
                "Count Edm.Int32",
                "ReturnTotalRecordCount Edm.Boolean",
                "PagingCookie Edm.String");
        principal();
        for (EntityMetadata entity : model.sets().values()) {
            entity(entity);
        }
        operations(false);
        container();
        xml.writeEndElement();
        start("Schema", "xmlns", EDM, "Namespace", EdmTypes.OURS);
        empty("ComplexType", "Name", "OrganizationRequest", "OpenType", "true");
        empty("ComplexType", "Name", "ResponseItem", "OpenType", "true");
        complex("ExecuteMultipleSettings", "ContinueOnError Edm.Boolean", "ReturnResponses Edm.Boolean");
        operations(true);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    /** A type without a key, from the names and types of its properties. */
    private void complex(String name, String... properties) throws XMLStreamException {
        start("ComplexType", "Name", name);
        for (String property : properties) {
            String[] words = property.split(" ", 2);
            empty("Property", "Name", words[0], "Type", words[1]);
        }
        xml.writeEndElement();
    }

    /** What an owner is: a user or a team. */
    private void principal() throws XMLStreamException {
        start("EntityType", "Name", PRINCIPAL, "BaseType", qualified(EdmTypes.BASE));
        key("ownerid");
        empty("Property", "Name", "ownerid", "Type", "Edm.Guid", "Nullable", "false");
        xml.writeEndElement();
    }

    private void entity(EntityMetadata entity) throws XMLStreamException {
        start("EntityType", "Name", entity.logicalName(), "BaseType", qualified(EdmTypes.BASE));
        key(entity.primaryIdAttribute());
        for (AttributeMetadata attribute : entity.all()) {
            property(entity, attribute);
        }
        for (Navigation navigation : model.navigations(entity).values()) {
            String target =
                    navigation.targets().size() == 1 ? navigation.targets().getFirst() : PRINCIPAL;
            String type = navigation.single() ? qualified(target) : "Collection(" + qualified(target) + ")";
            if (navigation instanceof Navigation.ManyToOne lookup) {
                start("NavigationProperty", "Name", navigation.name(), "Type", type);
                if (navigation.targets().size() == 1) {
                    empty(
                            "ReferentialConstraint",
                            "Property",
                            Model.property(entity.attribute(lookup.attribute())),
                            "ReferencedProperty",
                            model.entity(target).primaryIdAttribute());
                }
                xml.writeEndElement();
            } else {
                empty("NavigationProperty", "Name", navigation.name(), "Type", type);
            }
        }
        xml.writeEndElement();
    }

    private void property(EntityMetadata entity, AttributeMetadata attribute) throws XMLStreamException {
        start("Property", "Name", Model.property(attribute), "Type", EdmTypes.of(attribute.type()));
        if (attribute.logicalName().equals(entity.primaryIdAttribute())) {
            xml.writeAttribute("Nullable", "false");
        }
        switch (attribute.type()) {
            case AttributeType.StringType text -> xml.writeAttribute("MaxLength", Integer.toString(text.maxLength()));
            case AttributeType.DecimalType number -> xml.writeAttribute("Scale", Integer.toString(number.precision()));
            case AttributeType.MoneyType money -> xml.writeAttribute("Scale", Integer.toString(money.precision()));
            default -> {}
        }
        xml.writeEndElement();
    }

    private void key(String property) throws XMLStreamException {
        start("Key");
        empty("PropertyRef", "Name", property);
        xml.writeEndElement();
    }

    private static boolean isOurs(OperationSignature operation) {
        return operation.name().startsWith(EdmTypes.OURS + ".");
    }

    private void operations(boolean ours) throws XMLStreamException {
        for (OperationSignature operation : OperationSignature.all().values()) {
            if (operation.kind() != Kind.MESSAGE && isOurs(operation) == ours) {
                operation(operation);
            }
        }
    }

    private void operation(OperationSignature operation) throws XMLStreamException {
        String bound = operation.boundTo();
        String response = operation.message() + "Response";
        if (!operation.results().isEmpty()) {
            start("ComplexType", "Name", response);
            for (Map.Entry<String, ParameterType> result : operation.results().entrySet()) {
                empty("Property", "Name", result.getKey(), "Type", EdmTypes.of(result.getValue()));
            }
            xml.writeEndElement();
        }
        start(operation.kind() == Kind.FUNCTION ? "Function" : "Action", "Name", operation.message());
        if (bound != null) {
            xml.writeAttribute("IsBound", "true");
            boolean any = bound.equals(OperationSignature.RECORDS);
            String type = any ? "Collection(" + qualified(EdmTypes.BASE) + ")" : qualified(bound);
            empty("Parameter", "Name", any ? "entityset" : "entity", "Type", type);
        }
        for (Map.Entry<String, ParameterType> parameter : operation.parameters().entrySet()) {
            empty("Parameter", "Name", parameter.getKey(), "Type", EdmTypes.of(parameter.getValue()));
        }
        if (!operation.results().isEmpty()) {
            empty("ReturnType", "Type", (isOurs(operation) ? EdmTypes.OURS : EdmTypes.DYNAMICS) + "." + response);
        }
        xml.writeEndElement();
    }

    private void container() throws XMLStreamException {
        start("EntityContainer", "Name", "System");
        for (Map.Entry<String, EntityMetadata> set : model.sets().entrySet()) {
            start(
                    "EntitySet",
                    "Name",
                    set.getKey(),
                    "EntityType",
                    qualified(set.getValue().logicalName()));
            for (Navigation navigation : model.navigations(set.getValue()).values()) {
                List<String> targets = navigation.targets();
                if (targets.size() == 1) {
                    empty(
                            "NavigationPropertyBinding",
                            "Path",
                            navigation.name(),
                            "Target",
                            model.entity(targets.getFirst()).names().entitySetName());
                }
            }
            xml.writeEndElement();
        }
        for (OperationSignature operation : OperationSignature.all().values()) {
            if (operation.kind() != Kind.MESSAGE && operation.boundTo() == null) {
                String kind = operation.kind() == Kind.FUNCTION ? "Function" : "Action";
                String namespace = isOurs(operation) ? EdmTypes.OURS : EdmTypes.DYNAMICS;
                empty(kind + "Import", "Name", operation.message(), kind, namespace + "." + operation.message());
            }
        }
        xml.writeEndElement();
    }

    private static String qualified(String name) {
        return EdmTypes.DYNAMICS + "." + name;
    }

    private void start(String element, String... attributes) throws XMLStreamException {
        xml.writeStartElement(element);
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }

    private void empty(String element, String... attributes) throws XMLStreamException {
        start(element, attributes);
        xml.writeEndElement();
    }
}
