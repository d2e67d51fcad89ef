package io.nightshift.server.webapi;

import io.nightshift.platform.Platform;
import io.nightshift.platform.organization.Organization;
import io.nightshift.server.webapi.odata.Model;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The models of organizations, each made anew when its metadata has changed. Thread-safe. */
final class Models {

    private final Platform platform;
    private final Map<String, Model> models = new ConcurrentHashMap<>();

    Models(Platform platform) {
        this.platform = platform;
    }

    @SuppressWarnings("ReferenceEquality") // metadata is made anew for each change, and kept as long as there is none
    Model of(String organization) throws SQLException {
        Organization now = platform.organization(organization);
        Model model = models.get(organization);
        if (model == null || model.metadata() != now.metadata()) {
            model = new Model(now.metadata());
            models.put(organization, model);
        }
        return model;
    }
}
