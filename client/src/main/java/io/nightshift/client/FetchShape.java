package io.nightshift.client;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.FetchExpression;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the rows of a query in FetchXML have: the entity, and what each value is that is no attribute of it.
 *
 * @param named what has a name of its own
 * @param linked the entities of the links by their aliases; the values are {@code alias.attribute}
 */
record FetchShape(String entity, Map<String, Output> named, Map<String, String> linked) {

    private static final XMLInputFactory XML = factory();

    /**
     * A value of a row.
     *
     * @param computed whether it is an aggregate or a part of a date
     */
    record Output(String entity, String attribute, Computed computed) {

        Object read(AttributeKind kind, JsonNode value) {
            return switch (computed) {
                case NOTHING -> kind.read(value);
                case NUMBER -> value.intValue();
                case SUM -> kind.isWhole() ? (Object) value.longValue() : kind.read(value);
                case AVERAGE -> kind.isWhole() ? value.decimalValue() : kind.read(value);
                case EXTREME -> kind == AttributeKind.OPTION ? (Object) value.intValue() : kind.read(value);
            };
        }
    }

    /** What is done with the values of an attribute. */
    enum Computed {
        NOTHING,
        NUMBER,
        SUM,
        AVERAGE,
        EXTREME
    }

    FetchShape {
        named = Map.copyOf(named);
        linked = Map.copyOf(linked);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /** Rows with attributes of one entity and nothing else. */
    static FetchShape plain(String entity) {
        return new FetchShape(entity, Map.of(), Map.of());
    }

    /** @throws OrganizationServiceFault 0x80040201 when it is no XML, 0x8004111C when it names no entity */
    static FetchShape of(FetchExpression query) {
        try {
            return new Reading().read(XML.createXMLStreamReader(new StringReader(query.query())));
        } catch (XMLStreamException e) {
            throw new OrganizationServiceFault(
                    FaultCode.INVALID_XML.code(),
                    "The query is no well-formed XML: line " + e.getLocation().getLineNumber() + ".",
                    e);
        }
    }

    /** What a property of a row is; null when it is an attribute of the entity itself. */
    @Nullable
    Output output(String property) {
        Output output = named.get(property);
        int dot = property.indexOf('.');
        if (output != null || dot < 0) {
            return output;
        }
        String source = linked.get(property.substring(0, dot));
        return source == null ? null : new Output(source, property.substring(dot + 1), Computed.NOTHING);
    }

    /** Reads one text. The server says what is wrong with it; here only what is right is understood. */
    private static final class Reading {
        private final Map<String, Output> named = new HashMap<>();
        private final Map<String, String> linked = new HashMap<>();
        private final Set<String> taken = new HashSet<>();
        private final Deque<String> sources = new ArrayDeque<>();
        private boolean aggregate;
        private String entity = "";

        FetchShape read(XMLStreamReader xml) throws XMLStreamException {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    start(xml);
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && Set.of("entity", "link-entity").contains(xml.getLocalName())) {
                    sources.pop();
                }
            }
            if (entity.isEmpty()) {
                throw FaultCode.QUERY_INVALID_NODE.fault("The query names no entity: <fetch><entity name=\"...\">.");
            }
            return new FetchShape(entity, named, linked);
        }

        private void start(XMLStreamReader xml) {
            switch (xml.getLocalName()) {
                case "fetch" -> aggregate = flag(xml.getAttributeValue(null, "aggregate"));
                case "entity" -> {
                    entity = text(xml, "name");
                    taken.add(entity);
                    sources.push(entity);
                }
                case "link-entity" -> {
                    String name = text(xml, "name");
                    String alias = xml.getAttributeValue(null, "alias");
                    String type = xml.getAttributeValue(null, "link-type");
                    if (type == null || type.equals("inner") || type.equals("outer")) {
                        String known = alias == null ? made(name) : alias;
                        taken.add(known);
                        linked.put(known, name);
                    }
                    sources.push(name);
                }
                case "attribute" -> attribute(xml);
                default -> {}
            }
        }

        /** The server calls the first link to tasks without an alias {@code task1}. */
        private String made(String name) {
            int number = 1;
            while (taken.contains(name + number)) {
                number++;
            }
            return name + number;
        }

        private void attribute(XMLStreamReader xml) {
            String alias = xml.getAttributeValue(null, "alias");
            String source = sources.peek();
            if (alias == null || source == null) {
                return;
            }
            String word = xml.getAttributeValue(null, "aggregate");
            boolean part = aggregate && xml.getAttributeValue(null, "dategrouping") != null;
            Computed computed = switch (word) {
                case null -> part ? Computed.NUMBER : Computed.NOTHING;
                case "sum" -> Computed.SUM;
                case "avg" -> Computed.AVERAGE;
                case "min", "max" -> Computed.EXTREME;
                default -> Computed.NUMBER;
            };
            named.put(alias, new Output(source, text(xml, "name"), computed));
        }

        private static String text(XMLStreamReader xml, String attribute) {
            String value = xml.getAttributeValue(null, attribute);
            return value == null ? "" : value;
        }

        private static boolean flag(@Nullable String value) {
            return "true".equals(value) || "1".equals(value);
        }
    }
}
