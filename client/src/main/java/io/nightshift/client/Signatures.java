package io.nightshift.client;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The functions and actions that the server offers, as its {@code $metadata} says; asked for once. Thread-safe. */
final class Signatures {

    /** What a function or action is bound to when it is bound to any set. */
    static final String ANY_SET = "crmbaseentity";

    private static final String DYNAMICS = "Microsoft.Dynamics.CRM";

    /**
     * A function or an action.
     *
     * @param name its name in an address
     * @param boundTo the entity to whose records it is bound, {@link #ANY_SET}, or null when it stands alone
     * @param parameters the types by their names, without what it is bound to
     * @param results the types by their names
     */
    record Signature(
            boolean function,
            String name,
            @Nullable String boundTo,
            Map<String, String> parameters,
            Map<String, String> results) {}

    private final WebApi api;
    private volatile @Nullable Map<String, Signature> known;

    Signatures(WebApi api) {
        this.api = api;
    }

    /** That of a message; null when the server offers none of its name. */
    @Nullable
    Signature of(String message) {
        Map<String, Signature> all = known;
        if (all == null) {
            Answer metadata = api.send(Call.bare("GET", "$metadata").with("Accept", "application/xml"));
            try {
                all = read(metadata.body());
            } catch (XMLStreamException e) {
                throw WebApiFault.strange(metadata);
            }
            known = all;
        }
        return all.get(message);
    }

    private static Map<String, Signature> read(byte[] metadata) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(metadata));
        Map<String, Map<String, String>> types = new HashMap<>();
        Map<String, Signature> all = new HashMap<>();
        String namespace = "";
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String element = xml.getLocalName();
            if (element.equals("Schema")) {
                namespace = text(xml, "Namespace");
            } else if (element.equals("ComplexType")) {
                String name = namespace + "." + text(xml, "Name");
                types.put(name, properties(xml));
            } else if (element.equals("Function") || element.equals("Action")) {
                String name = text(xml, "Name");
                // A message of Dynamics stands before one of ours that has the same name.
                Signature signature = signature(xml, namespace, types);
                if (namespace.equals(DYNAMICS)) {
                    all.put(name, signature);
                } else {
                    all.putIfAbsent(name, signature);
                }
            }
        }
        return all;
    }

    private static String text(XMLStreamReader xml, String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }

    private static Map<String, String> properties(XMLStreamReader xml) throws XMLStreamException {
        Map<String, String> properties = new LinkedHashMap<>();
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("Property")) {
                properties.put(text(xml, "Name"), text(xml, "Type"));
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("ComplexType")) {
                return properties;
            }
        }
    }

    private static Signature signature(XMLStreamReader xml, String namespace, Map<String, Map<String, String>> types)
            throws XMLStreamException {
        boolean function = xml.getLocalName().equals("Function");
        boolean bound = text(xml, "IsBound").equals("true");
        String name = text(xml, "Name");
        String boundTo = null;
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, String> results = Map.of();
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT
                    && (xml.getLocalName().equals("Function")
                            || xml.getLocalName().equals("Action"))) {
                break;
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String type = text(xml, "Type");
            if (xml.getLocalName().equals("ReturnType")) {
                results = types.getOrDefault(type, Map.of());
            } else if (bound && boundTo == null) {
                boundTo = type.replaceAll(".*\\.|\\)", "");
            } else if (xml.getLocalName().equals("Parameter")) {
                parameters.put(text(xml, "Name"), type);
            }
        }
        boolean bare = namespace.equals(DYNAMICS) && !bound;
        return new Signature(function, bare ? name : namespace + "." + name, boundTo, parameters, results);
    }
}
