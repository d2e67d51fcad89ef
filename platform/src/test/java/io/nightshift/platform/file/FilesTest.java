package io.nightshift.platform.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.security.People;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.FileRequests;
import io.nightshift.sdk.messages.MetadataRequests;
import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.AttributeTypeCode;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files go into attributes of records block by block, and come out again. */
class FilesTest {

    private static final String ATTRIBUTE = "new_scan";

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    /** An attribute of files, 4 KB at most. */
    private static OrganizationService prepared(PlatformFixture fixture) throws Exception {
        OrganizationService service = fixture.service();
        service.execute(MetadataRequests.createAttribute(
                "letter", new AttributeMetadata(ATTRIBUTE, AttributeTypeCode.FILE).maxSizeInKB(4)));
        return service;
    }

    private static String token(OrganizationResponse response) {
        return response.required("FileContinuationToken", String.class);
    }

    private static UUID send(OrganizationService service, EntityReference letter, byte[]... blocks) {
        String token = token(service.execute(FileRequests.initializeUpload(letter, ATTRIBUTE, "scan.bin")));
        List<String> ids = new java.util.ArrayList<>();
        for (byte[] block : blocks) {
            ids.addFirst("b" + ids.size());
            service.execute(FileRequests.uploadBlock(token, ids.getFirst(), block));
        }
        // The order is that of the list, not that of sending.
        return service.execute(FileRequests.commitUpload(token, "scan.bin", "application/octet-stream", ids))
                .required("FileId", UUID.class);
    }

    private static byte[] fetch(OrganizationService service, EntityReference letter, long offset, long length) {
        String token = token(service.execute(FileRequests.initializeDownload(letter, ATTRIBUTE)));
        return service.execute(FileRequests.downloadBlock(token, offset, length))
                .required("Data", byte[].class);
    }

    private static int blocks(PlatformFixture fixture) throws Exception {
        try (Connection connection = fixture.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from org_contoso.\"file$block\"")) {
            row.next();
            return row.getInt(1);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aFileGoesInAndOutAndItsLimitsHold(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = prepared(fixture);
        EntityReference letter =
                new EntityReference("letter", service.create(new Entity("letter").set("subject", "scanned")));
        byte[] content = new byte[2500];
        new Random(7).nextBytes(content);
        UUID file = send(
                service,
                letter,
                Arrays.copyOfRange(content, 2000, 2500),
                Arrays.copyOfRange(content, 1000, 2000),
                Arrays.copyOfRange(content, 0, 1000));
        assertThat(fetch(service, letter, 0, 4096)).isEqualTo(content);
        assertThat(fetch(service, letter, 900, 1200)).isEqualTo(Arrays.copyOfRange(content, 900, 2100));
        assertThat(fetch(service, letter, 2490, 100)).isEqualTo(Arrays.copyOfRange(content, 2490, 2500));
        assertThat(service.retrieve("letter", letter.id(), ColumnSet.of(ATTRIBUTE))
                        .get(ATTRIBUTE))
                .isEqualTo(file);
        assertThat(service.execute(FileRequests.initializeDownload(letter, ATTRIBUTE))
                        .results())
                .containsEntry("FileName", "scan.bin")
                .containsEntry("FileSizeInBytes", 2500L);

        String second = token(service.execute(FileRequests.initializeUpload(letter, ATTRIBUTE, "big.bin")));
        service.execute(FileRequests.uploadBlock(second, "1", new byte[4000]));
        faults(FaultCode.INVALID_ARGUMENT, () -> service.execute(FileRequests.uploadBlock(second, "2", new byte[97])));
        faults(FaultCode.INVALID_ARGUMENT, () -> service.execute(FileRequests.uploadBlock(second, "", new byte[1])));
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> service.execute(FileRequests.commitUpload(second, "b", "t", List.of("1", "1"))));
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> service.execute(FileRequests.commitUpload(second, "b", "t", List.of("3"))));
        faults(
                FaultCode.WRONG_ATTRIBUTE_TYPE,
                () -> service.execute(FileRequests.initializeUpload(letter, "subject", "x")));
        faults(FaultCode.READ_ONLY, () -> service.update(new Entity("letter", letter.id()).set(ATTRIBUTE, file)));
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> service.execute(new OrganizationRequest("DownloadBlock").set("FileContinuationToken", "x")));

        service.execute(FileRequests.commitUpload(second, "big.bin", "t", List.of("1")));
        faults(
                FaultCode.OBJECT_DOES_NOT_EXIST,
                () -> service.execute(FileRequests.downloadBlock(file.toString(), 0, 1)));
        int left = blocks(fixture);
        service.execute(FileRequests.deleteFile(UUID.fromString(second)));
        assertThat(blocks(fixture)).isEqualTo(left - 1);
        faults(
                FaultCode.OBJECT_DOES_NOT_EXIST,
                () -> service.execute(FileRequests.initializeDownload(letter, ATTRIBUTE)));
        service.execute(MetadataRequests.deleteAttribute("letter", ATTRIBUTE));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whoMayNotReadARecordDoesNotGetItsFiles(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = prepared(fixture);
        People people = new People(fixture);
        UUID elsewhere = people.user("stranger", people.unit("elsewhere", people.root()), people.role("Salesperson"));
        OrganizationService stranger = people.as(elsewhere);
        EntityReference letter =
                new EntityReference("letter", service.create(new Entity("letter").set("subject", "secret")));
        UUID file = send(service, letter, new byte[] {1, 2, 3});
        String begun = token(service.execute(FileRequests.initializeUpload(letter, ATTRIBUTE, "x")));
        for (OrganizationRequest request : List.of(
                FileRequests.initializeUpload(letter, ATTRIBUTE, "x"),
                FileRequests.initializeDownload(letter, ATTRIBUTE),
                FileRequests.downloadBlock(file.toString(), 0, 1),
                FileRequests.deleteFile(file))) {
            faults(FaultCode.PRIVILEGE_DENIED, () -> stranger.execute(request));
        }
        faults(
                FaultCode.OBJECT_DOES_NOT_EXIST,
                () -> stranger.execute(FileRequests.uploadBlock(begun, "1", new byte[] {1})));
        faults(FaultCode.PRIVILEGE_DENIED, () -> stranger.retrieve("fileattachment", file, ColumnSet.of("filename")));
        service.execute(MetadataRequests.deleteAttribute("letter", ATTRIBUTE));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theDocumentOfANoteIsBase64OfWhichTheSizeIsKnown(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        String body = Base64.getEncoder().encodeToString(new byte[1000]);
        UUID note = service.create(new Entity("annotation")
                .set("subject", "n")
                .set("filename", "f.bin")
                .set("documentbody", body));
        Entity read = service.retrieve("annotation", note, ColumnSet.of("filesize", "isdocument", "documentbody"));
        assertThat(read.attributes())
                .containsEntry("filesize", 1000)
                .containsEntry("isdocument", true)
                .containsEntry("documentbody", body);
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> service.update(new Entity("annotation", note).set("documentbody", "no base64!")));
        service.update(new Entity("annotation", note).set("documentbody", null));
        assertThat(service.retrieve("annotation", note, ColumnSet.of("filesize", "isdocument"))
                        .attributes())
                .doesNotContainKey("filesize")
                .containsEntry("isdocument", false);
    }

    private static void faults(FaultCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.errorCode())
                                .as(fault.getMessage())
                                .isEqualTo(code.code()));
    }
}
