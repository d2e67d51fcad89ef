package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.nightshift.postgres.Patience;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.BusinessEntityChanges;
import io.nightshift.sdk.BusinessEntityChanges.NewOrUpdatedItem;
import io.nightshift.sdk.BusinessEntityChanges.RemovedOrDeletedItem;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateMultipleResponse;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.CreateResponse;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteBackgroundOperationRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.RetrieveEntityChangesRequest;
import io.nightshift.sdk.messages.RetrieveEntityChangesResponse;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.messages.WhoAmIResponse;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryByAttribute;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The scenarios of files, changes, background operations and optional parameters by which the npm client drives the Web API, by
 * the names they have there.
 */
class ServiceScenariosTest {

    private static final UUID NOBODY = UUID.fromString("00000000-0000-0000-0000-00000000abcd");
    private static final NightshiftClient SERVICE = ClientFixture.client();

    private final String mark = "s" + UUID.randomUUID().toString().substring(0, 12);

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    private Entity account(String name) {
        return new Entity("account").set("name", name).set("accountnumber", mark);
    }

    @Test
    void changes() {
        UUID kept = SERVICE.create(account("unchanged so far"));
        UUID gone = SERVICE.create(account("soon gone"));
        List<BusinessEntityChanges> all = followed(null, 0);
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().changes())
                .anySatisfy(change -> assertThat(
                                ((NewOrUpdatedItem) change).newOrUpdatedEntity().id())
                        .isEqualTo(kept));
        String version = Objects.requireNonNull(all.getFirst().dataToken());
        SERVICE.update(new Entity("account", kept).set("name", "changed"));
        SERVICE.delete("account", gone);
        List<BusinessEntityChanges> since = followed(version, 1);
        assertThat(since).as("a page for each").hasSizeGreaterThan(1);
        List<Entity> changed = new ArrayList<>();
        List<EntityReference> removed = new ArrayList<>();
        since.forEach(page -> page.changes().forEach(change -> {
            switch (change) {
                case NewOrUpdatedItem item -> changed.add(item.newOrUpdatedEntity());
                case RemovedOrDeletedItem item -> removed.add(item.removedItem());
            }
        }));
        assertThat(changed).extracting(Entity::id).containsExactly(kept);
        assertThat(changed.getFirst().get("name")).isEqualTo("changed");
        assertThat(changed.getFirst().contains("accountnumber")).isFalse();
        assertThat(removed).containsExactly(new EntityReference("account", gone));
        assertThat(followed(Objects.requireNonNull(since.getLast().dataToken()), 0)
                        .getFirst()
                        .changes())
                .isEmpty();
        ClientFixture.refused(400, FaultCode.INVALID_ARGUMENT.code(), () -> followed("no version", 0));
    }

    /** The pages of what has changed since a version. */
    private static List<BusinessEntityChanges> followed(String version, int size) {
        List<BusinessEntityChanges> pages = new ArrayList<>();
        PagingInfo page = new PagingInfo(1, size);
        do {
            RetrieveEntityChangesResponse answer = (RetrieveEntityChangesResponse) SERVICE.execute(
                    new RetrieveEntityChangesRequest("account", ColumnSet.of("name"), version).pageInfo(page));
            pages.add(answer.entityChanges());
            page = page.next(answer.entityChanges().pagingCookie());
        } while (pages.getLast().moreRecords());
        return pages;
    }

    @Test
    void files(@TempDir Path folder) throws Exception {
        ObjectNode paper = JsonMapper.shared()
                .createObjectNode()
                .put("@odata.type", "Microsoft.Dynamics.CRM.FileAttributeMetadata")
                .put("SchemaName", "new_Scan")
                .put("MaxSizeInKB", 10240)
                .put("DisplayName", "Scan");
        SERVICE.webApi().send("POST", "EntityDefinitions(LogicalName='account')/Attributes", paper, Map.of());
        EntityReference account = new EntityReference("account", SERVICE.create(account("files")));
        FileColumn column = SERVICE.file(account, "new_scan");
        byte[] content = new byte[4 * 1024 * 1024 + 17];
        Arrays.fill(content, (byte) 'a');
        content[content.length - 1] = 'z';
        Path paperFile = Files.write(folder.resolve("päper.txt"), content);
        column.upload(paperFile);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        assertThat(column.download(read)).isEqualTo(new FileColumn.StoredFile("päper.txt", content.length));
        assertThat(read.toByteArray()).isEqualTo(content);

        byte[] block = Arrays.copyOf(content, FileUpload.BLOCK);
        FileUpload begun = column.begin("whole.bin");
        begun.send(new ByteArrayInputStream(block));
        assertThat(begun.position()).isEqualTo(block.length);
        assertThat(column.download(folder.resolve("before.txt")).name()).isEqualTo("päper.txt");
        try (NightshiftClient other = ClientFixture.client()) {
            FileUpload goingOn = other.file(account, "new_scan").resume(begun.token(), "whole.bin", begun.position());
            goingOn.send(paperFile);
            goingOn.commit();
        }
        assertThat(column.download(folder.resolve("after.txt")).name()).isEqualTo("whole.bin");
        assertThat(folder.resolve("after.txt")).hasBinaryContent(content);

        column.upload("block.bin", new ByteArrayInputStream(block));
        assertThat(column.download(folder.resolve("after.txt")).bytes()).isEqualTo(block.length);
        ClientFixture.refused(
                400,
                FaultCode.INVALID_ARGUMENT.code(),
                () -> column.begin("empty").commit());
        column.delete();
        ClientFixture.refused(404, FaultCode.OBJECT_DOES_NOT_EXIST.code(), column::delete);
    }

    @Test
    void backgroundOperations() throws Exception {
        BlockingQueue<JsonNode> calls = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            calls.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            BackgroundOperation several = SERVICE.background(new ExecuteBackgroundOperationRequest(
                            new CreateMultipleRequest(new EntityCollection("account", List.of(account("several")))))
                    .callbackUri("http://127.0.0.1:" + receiver.getAddress().getPort() + "/"));
            CreateMultipleResponse made = (CreateMultipleResponse) several.await(Patience.LIMIT);
            assertThat(SERVICE.retrieve("account", made.ids().getFirst(), ColumnSet.of("name"))
                            .get("name"))
                    .isEqualTo("several");
            JsonNode call = calls.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(call.path("backgroundOperationId").asString())
                    .isEqualTo(several.id().toString());
            assertThat(several.status()).isEqualTo(AsyncOperationStatus.SUCCEEDED);
            ClientFixture.refused(400, 0x80044165, several::cancel);
        } finally {
            receiver.stop(0);
        }
        CreateResponse one = (CreateResponse)
                SERVICE.background(new CreateRequest(account("one"))).await(Patience.LIMIT);
        assertThat(SERVICE.retrieve("account", one.id(), ColumnSet.of("name")).get("name"))
                .isEqualTo("one");
        BackgroundOperation fails =
                SERVICE.background(new UpdateRequest(new Entity("account", NOBODY).set("name", "x")));
        assertThatThrownBy(() -> fails.await(Patience.LIMIT))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.OBJECT_DOES_NOT_EXIST))
                                .isTrue());
        assertThat(SERVICE.background(new WhoAmIRequest()).await(Patience.LIMIT))
                .isInstanceOf(WhoAmIResponse.class);
        assertThatThrownBy(() -> SERVICE.background(new ExecuteAsyncRequest(new WhoAmIRequest())))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.NOT_SUPPORTED)).isTrue());
    }

    @Test
    void flags() {
        List<Object> tags = new CopyOnWriteArrayList<>();
        UUID type = SERVICE.create(new Entity("plugintype").set("typename", ClientFixture.plugin(services -> {
            Entity target = services.context().inputParameters().get("Target") instanceof Entity entity ? entity : null;
            if (target != null && mark.equals(target.get("accountnumber"))) {
                tags.add(String.valueOf(services.context().sharedVariables().get("tag")));
            }
        })));
        UUID step = SERVICE.create(new Entity("sdkmessageprocessingstep")
                .set("name", mark)
                .set("sdkmessageid", found("sdkmessage", "Create"))
                .set("sdkmessagefilterid", found("sdkmessagefilter", "Create of account"))
                .set("stage", new OptionSetValue(Stage.PRE_OPERATION.value()))
                .set("mode", new OptionSetValue(0))
                .set("eventhandler", new EntityReference("plugintype", type)));
        try {
            SERVICE.execute(creating().set("tag", "import & more, \u00fc"));
            assertThat(tags).containsExactly("import & more, \u00fc");
            SERVICE.execute(creating().set("BypassCustomPluginExecution", true));
            SERVICE.execute(creating().set("BypassBusinessLogicExecution", "CustomSync,CustomAsync"));
            SERVICE.execute(new ExecuteMultipleRequest(
                    List.of(
                            creating().set("BypassCustomPluginExecution", true),
                            creating().set("tag", "batch")),
                    new ExecuteMultipleSettings(false, false)));
            assertThat(tags).hasSize(2).endsWith("batch");
            SERVICE.execute(
                    creating().set("SuppressDuplicateDetection", true).set("BypassCustomPluginExecution", false));
            assertThat(tags).hasSize(3).endsWith("null");
        } finally {
            SERVICE.delete("sdkmessageprocessingstep", step);
        }
        for (String bad : List.of("Everything", "CustomSync\r\nMSCRMCallerID: 1")) {
            assertThatThrownBy(() -> SERVICE.execute(creating().set("BypassBusinessLogicExecution", bad)))
                    .isInstanceOfSatisfying(
                            OrganizationServiceFault.class,
                            fault -> assertThat(fault.is(FaultCode.INVALID_ARGUMENT))
                                    .isTrue());
        }
        assertThatThrownBy(() -> SERVICE.execute(creating().set("BypassCustomPluginExecution", "yes")))
                .hasMessageContaining("BypassCustomPluginExecution");
    }

    private OrganizationRequest creating() {
        return new CreateRequest(account("flags"));
    }

    private static EntityReference found(String entity, String name) {
        return SERVICE.retrieveMultiple(new QueryByAttribute(entity, ColumnSet.of("name")).where("name", name))
                .entities()
                .getFirst()
                .toEntityReference();
    }
}
