package io.nightshift.server.webapi.odata;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.webapi.odata.Expression.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds what the path of an expression leads to. */
final class PathReader {

    /** A property: the lookups that lead to its record, and the attribute. */
    record Found(List<Links.Step> steps, AttributeMetadata attribute) {}

    /** A collection: the lookups that lead to its record, and the navigation. */
    record Ways(List<Links.Step> steps, Navigation navigation) {}

    private final Model model;
    private final EntityMetadata entity;
    private final String variable;

    /** @param variable what paths begin with, in a lambda; empty outside */
    PathReader(Model model, EntityMetadata entity, String variable) {
        this.model = model;
        this.entity = entity;
        this.variable = variable;
    }

    Found property(Path path) {
        List<String> segments = own(path);
        List<Links.Step> steps = new ArrayList<>();
        EntityMetadata at = entity;
        for (int i = 0; i < segments.size() - 1; i++) {
            Links.Step step = step(at, segments.get(i), path);
            steps.add(step);
            at = step.target();
        }
        String name = segments.getLast();
        EntityMetadata owner = at;
        // A reference may be compared with null by the name of its navigation, and query functions use logical names.
        AttributeMetadata attribute =
                Model.attribute(at, name).or(() -> owner.find(name)).orElseThrow(() -> unknown(owner, name, path));
        return new Found(List.copyOf(steps), attribute);
    }

    Ways collection(Path path) {
        List<String> segments = own(path);
        List<Links.Step> steps = new ArrayList<>();
        EntityMetadata at = entity;
        for (int i = 0; i < segments.size() - 1; i++) {
            Links.Step step = step(at, segments.get(i), path);
            steps.add(step);
            at = step.target();
        }
        EntityMetadata owner = at;
        Navigation navigation =
                model.navigation(at, segments.getLast()).orElseThrow(() -> unknown(owner, segments.getLast(), path));
        return new Ways(List.copyOf(steps), navigation);
    }

    private List<String> own(Path path) {
        List<String> segments = path.segments();
        String first = segments.getFirst();
        if (variable.isEmpty()) {
            return first.equals("$it") && segments.size() > 1 ? segments.subList(1, segments.size()) : segments;
        }
        if (!first.equals(variable) || segments.size() < 2) {
            throw ODataCode.QUERY_SYNTAX.fault("$filter, position " + (path.position() + 1) + ": a path begins with '"
                    + Shown.of(variable) + "/' here, not with '" + Shown.of(first) + "'.");
        }
        return segments.subList(1, segments.size());
    }

    private Links.Step step(EntityMetadata at, String name, Path path) {
        Navigation navigation = model.navigation(at, name).orElseThrow(() -> unknown(at, name, path));
        if (!(navigation instanceof Navigation.ManyToOne lookup)
                || lookup.targets().size() != 1) {
            throw ODataCode.QUERY_SYNTAX.fault("Position " + (path.position() + 1) + ": '" + Shown.of(name) + "' of "
                    + at.logicalName()
                    + (navigation.single()
                            ? " may lead to records of several entities; take one"
                                    + " of the properties that lead to one."
                            : " leads to many records; ask with any or all."));
        }
        return new Links.Step(
                name, lookup.attribute(), model.entity(lookup.targets().getFirst()));
    }

    private static OrganizationServiceFault unknown(EntityMetadata at, String name, Path path) {
        return ODataCode.QUERY_SYNTAX.fault("Could not find a property named '" + Shown.of(name)
                + "' on type 'Microsoft.Dynamics.CRM." + at.logicalName() + "' (position " + (path.position() + 1)
                + ").");
    }
}
