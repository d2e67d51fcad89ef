package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.UuidV7;
import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.PlatformSettings;
import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateMultipleResponse;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a part of the platform is told of messages on records, and what it can do about them. */
@ParameterizedClass
@MethodSource("versions")
class ReactionTest {

    private final List<RecordEvent> told = new ArrayList<>();
    private BiConsumer<RequestContext, List<RecordEvent>> doing = (context, events) -> {};
    private final OrganizationService service;

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    ReactionTest(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        Reaction reaction = new Reaction() {
            @Override
            public Optional<Interest> interest(RequestContext context, String message, String entity) {
                return entity.equals("account")
                        ? Optional.of(
                                new Interest(ColumnSet.of("name", "telephone1"), ColumnSet.of("name", "statecode")))
                        : Optional.empty();
            }

            @Override
            public void react(RequestContext context, List<RecordEvent> events) {
                told.addAll(events);
                doing.accept(context, events);
            }
        };
        Platform platform = new Platform(
                fixture.database().dataSource(), fixture.queue(), PlatformSettings.DEFAULT, List.of(reaction));
        service = platform.service(
                PlatformFixture.CONTOSO,
                platform.organization(PlatformFixture.CONTOSO).systemUserId());
    }

    @BeforeEach
    void nothingWasTold() {
        told.clear();
    }

    @Test
    void aReactionIsToldWhatHappenedToEachRecordWithItsValuesBeforeAndAfter() {
        UUID id = service.create(new Entity("account").set("name", "Alpine").set("telephone1", "1"));
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo("Create");
            assertThat(event.record()).isEqualTo(new EntityReference("account", id));
            assertThat(event.changed()).containsExactly("name", "telephone1");
            assertThat(event.before()).isNull();
            assertThat(event.after().get("name")).isEqualTo("Alpine");
        });
        told.clear();
        service.update(new Entity("account", id).set("name", "Alpine Ski House"));
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo("Update");
            assertThat(event.changed()).containsExactly("name");
            assertThat(event.before().get("name")).isEqualTo("Alpine");
            assertThat(event.before().get("telephone1")).isEqualTo("1");
            assertThat(event.after().get("name")).isEqualTo("Alpine Ski House");
        });
        told.clear();
        service.execute(
                new SetStateRequest(new EntityReference("account", id), new OptionSetValue(1), new OptionSetValue(-1)));
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo("SetState");
            assertThat(event.changed()).containsExactly("statecode", "statuscode");
            assertThat(event.after().get("statecode")).isEqualTo(new OptionSetValue(1));
        });
        told.clear();
        service.delete("account", id);
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo("Delete");
            assertThat(event.changed()).isEmpty();
            assertThat(event.before().get("telephone1")).isEqualTo("1");
            assertThat(event.after()).isNull();
        });
        told.clear();
        service.create(new Entity("contact").set("lastname", "Nobody asked"));
        assertThat(told).isEmpty();
    }

    @Test
    void manyRecordsAreToldAsOneEachAndAnUpsertAsWhatItCameToBe() {
        List<UUID> ids = ((CreateMultipleResponse) service.execute(new CreateMultipleRequest(new EntityCollection(
                        "account",
                        List.of(new Entity("account").set("name", "One"), new Entity("account").set("name", "Two"))))))
                .ids();
        assertThat(told).extracting(event -> event.record().id()).containsExactlyElementsOf(ids);
        assertThat(told).extracting(RecordEvent::message).containsOnly("Create");
        assertThat(told.get(1).after().get("name")).isEqualTo("Two");
        told.clear();
        service.execute(new UpsertRequest(new Entity("account", ids.getFirst()).set("name", "First")));
        service.execute(new UpsertRequest(new Entity("account", UUID.randomUUID()).set("name", "Third")));
        assertThat(told).extracting(RecordEvent::message).containsExactly("Update", "Create");
        told.clear();
        service.execute(new DeleteMultipleRequest(
                ids.stream().map(id -> new EntityReference("account", id)).toList()));
        assertThat(told).extracting(RecordEvent::message).containsExactly("Delete", "Delete");
    }

    @Test
    void whatAReactionDoesBelongsToTheRequestAndItsFaultUndoesAll() {
        doing = (context, events) -> {
            context.execute(new CreateRequest(new Entity("contact")
                    .set("lastname", "Of " + events.getFirst().record().id())));
            throw FaultCode.ISV_ABORTED.fault("Not today.");
        };
        UUID id = UUID.randomUUID();
        assertThatThrownBy(() -> service.create(new Entity("account", id).set("name", "Undone")))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.ISV_ABORTED)).isTrue());
        assertThatThrownBy(() -> service.retrieve("account", id, ColumnSet.of("name")))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.OBJECT_DOES_NOT_EXIST))
                                .isTrue());
        assertThat(service.retrieveMultiple(
                                new QueryByAttribute("contact", ColumnSet.of("lastname")).where("lastname", "Of " + id))
                        .entities())
                .isEmpty();
    }

    @Test
    void aChainThatFeedsItselfIsStoppedAtItsNinthRequest() {
        List<Integer> depths = new ArrayList<>();
        doing = (context, events) -> {
            depths.add(context.origin().depth());
            context.from(context.origin().deeper())
                    .execute(new UpdateRequest(
                            new Entity("account", events.getFirst().record().id()).set("name", "Again")));
        };
        assertThatThrownBy(() -> service.create(new Entity("account").set("name", "Loop")))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode()).isEqualTo("0x80044182"));
        assertThat(depths).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aChainThatRestedForMoreThanAnHourBeginsAnew() {
        Instant then = PlatformFixture.START;
        UUID user = UUID.randomUUID();
        Origin ninth = Origin.ofOperation(user, UuidV7.make(then), 8, UUID.randomUUID(), then);
        assertThatThrownBy(() -> ninth.guarded(then.plus(Duration.ofHours(1))))
                .isInstanceOf(OrganizationServiceFault.class);
        assertThat(ninth.guarded(then.plus(Duration.ofHours(1)).plusSeconds(1)).depth())
                .isEqualTo(1);
    }
}
