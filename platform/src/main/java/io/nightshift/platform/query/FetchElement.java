package io.nightshift.platform.query;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element of FetchXML with its line. The parser knows no document type and resolves nothing: a text with a DOCTYPE is
 * refused, so neither files nor addresses nor growing entities can be reached through it.
 */
record FetchElement(
        String name, Map<String, String> attributes, List<FetchElement> children, StringBuilder text, int line) {

    private static final int LONGEST = 1_000_000;
    private static final int DEEPEST = 100;

    static FetchElement parse(String xml) {
        if (xml.length() > LONGEST) {
            throw FaultCode.INVALID_ARGUMENT.fault("FetchXML has at most " + LONGEST + " characters, not "
                    + xml.length() + "; a long list of values is better asked for in parts.");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // Prefixes of tools, declared or not, are only names here.
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml.strip()));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
            String reason = String.valueOf(e.getMessage()).replaceAll("(?s).*Message: ", "");
            throw new OrganizationServiceFault(
                    FaultCode.INVALID_XML.code(),
                    "FetchXML, line " + line + ": the text is no well-formed XML: " + Shown.of(reason),
                    e);
        }
    }

    private static FetchElement read(XMLStreamReader reader) throws XMLStreamException {
        Deque<FetchElement> open = new ArrayDeque<>();
        FetchElement root = null;
        while (reader.hasNext()) {
            int line = reader.getLocation().getLineNumber();
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    FetchElement element = start(reader);
                    if (open.size() >= DEEPEST) {
                        throw element.fault(FaultCode.INVALID_ARGUMENT, "the elements lie too deep in each other");
                    }
                    if (root == null) {
                        root = element;
                    } else if (!open.isEmpty()) {
                        open.getLast().children.add(element);
                    }
                    open.addLast(element);
                }
                case XMLStreamConstants.END_ELEMENT -> open.removeLast();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.getLast().text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw FaultCode.INVALID_XML.fault("FetchXML, line " + line
                            + ": a document type and entities of its own are not allowed; take them out.");
                default -> {}
            }
        }
        if (root == null) {
            throw FaultCode.INVALID_XML.fault("FetchXML, line 1: there is no element; a query begins with <fetch>.");
        }
        return root;
    }

    private static FetchElement start(XMLStreamReader reader) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return new FetchElement(
                reader.getLocalName(),
                attributes,
                new ArrayList<>(),
                new StringBuilder(),
                reader.getLocation().getLineNumber());
    }

    /** A fault that names the line. */
    OrganizationServiceFault fault(FaultCode code, String message) {
        return code.fault("FetchXML, line " + line + ": " + message + ".");
    }

    /** The attribute's value, or null. */
    @Nullable
    String get(String attribute) {
        return attributes.get(attribute);
    }

    String required(String attribute) {
        String value = attributes.get(attribute);
        if (value == null || value.isBlank()) {
            throw fault(FaultCode.QUERY_INVALID_NODE, "<" + Shown.of(name) + "> needs the attribute " + attribute);
        }
        return value.strip();
    }

    boolean flag(String attribute) {
        String value = attributes.getOrDefault(attribute, "false").strip().toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0", "" -> false;
            default ->
                throw fault(FaultCode.INVALID_ARGUMENT, attribute + " is true or false, not '" + Shown.of(value) + "'");
        };
    }

    @Nullable
    Integer number(String attribute) {
        String value = attributes.get(attribute);
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(value.strip());
        } catch (NumberFormatException e) {
            throw fault(FaultCode.INVALID_ARGUMENT, attribute + " is a whole number, not '" + Shown.of(value) + "'");
        }
    }

    /** Refuses what this element does not have, so that a word that was mistyped is not silently without effect. */
    void check(Set<String> knownAttributes, Set<String> knownChildren) {
        for (String attribute : attributes.keySet()) {
            if (!knownAttributes.contains(attribute) && attribute.indexOf(':') < 0 && !attribute.equals("xmlns")) {
                throw fault(
                        FaultCode.QUERY_INVALID_NODE,
                        "<" + Shown.of(name) + "> has no attribute '" + Shown.of(attribute) + "'");
            }
        }
        for (FetchElement child : children) {
            if (!knownChildren.contains(child.name)) {
                throw child.fault(
                        FaultCode.QUERY_INVALID_NODE,
                        "<" + Shown.of(child.name) + "> cannot stand in <" + Shown.of(name) + ">");
            }
        }
        if (!name.equals("value") && !text.toString().isBlank()) {
            throw fault(FaultCode.QUERY_INVALID_NODE, "<" + Shown.of(name) + "> has no text of its own");
        }
    }

    List<FetchElement> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }
}
