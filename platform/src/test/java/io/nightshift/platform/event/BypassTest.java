package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.CreateRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that leave steps out, and what a caller tells them by a tag. */
class BypassTest {

    private final Events events;
    private final List<Object> tags = new ArrayList<>();

    BypassTest() throws Exception {
        events = EventFixture.shared(TestDatabase.versions().getLast()).lasting("bypass");
    }

    @BeforeEach
    void register() {
        events.synchronous(
                "Create",
                "account",
                Stage.PRE_OPERATION,
                services -> tags.add(services.context().sharedVariables().get("tag")));
        events.asynchronous("Create", "account", services -> {});
    }

    @AfterEach
    void forget() {
        events.forgetSteps();
    }

    private static OrganizationRequest create() {
        return new CreateRequest(new Entity("account").set("name", "B"));
    }

    private int enqueued() {
        return events.operations().size();
    }

    @Test
    void whoMayLeavesOutWhatIsSynchronousOrNotOrBoth() {
        OrganizationService service = events.service();
        int before = enqueued();
        service.execute(create().set("BypassCustomPluginExecution", true));
        assertThat(tags).isEmpty();
        assertThat(enqueued()).isEqualTo(before + 1);
        service.execute(create().set("SuppressCallbackRegistrationExpanderJob", true));
        assertThat(tags).hasSize(1);
        assertThat(enqueued()).isEqualTo(before + 1);
        service.execute(create().set("BypassBusinessLogicExecution", "CustomSync,CustomAsync"));
        assertThat(tags).hasSize(1);
        assertThat(enqueued()).isEqualTo(before + 1);
        service.execute(create().set("BypassCustomPluginExecution", false).set("tag", "import 7"));
        assertThat(tags).containsExactly(null, "import 7");
        assertThat(enqueued()).isEqualTo(before + 2);
        assertThatThrownBy(() -> service.execute(create().set("BypassBusinessLogicExecution", "Everything")))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault ->
                                assertThat(fault.is(FaultCode.INVALID_ARGUMENT)).isTrue());
    }

    @Test
    void whoMayNotIsRefusedAndNothingIsWritten() throws Exception {
        OrganizationService service = events.service();
        var platform = EventFixture.shared(TestDatabase.versions().getLast()).platform();
        var organization = platform.organization(events.name());
        UUID user = service.create(new Entity("systemuser")
                .set("lastname", "Seller")
                .set("businessunitid", new EntityReference("businessunit", organization.rootBusinessUnitId())));
        service.associate(
                "systemuser",
                user,
                new Relationship("systemuserroles_association"),
                List.of(new EntityReference("role", organization.roleId("Basic User"))));
        OrganizationService asUser = platform.service(events.name(), user);
        asUser.execute(create().set("tag", "mine"));
        assertThat(tags).containsExactly("mine");
        int before = enqueued();
        for (String flag : List.of("BypassCustomPluginExecution", "SuppressCallbackRegistrationExpanderJob")) {
            assertThatThrownBy(() -> asUser.execute(create().set(flag, true)))
                    .isInstanceOfSatisfying(
                            OrganizationServiceFault.class,
                            fault -> assertThat(fault.is(FaultCode.PRIVILEGE_DENIED))
                                    .isTrue());
        }
        assertThat(tags).hasSize(1);
        assertThat(enqueued()).isEqualTo(before);
    }
}
