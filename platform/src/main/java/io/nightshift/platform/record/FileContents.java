package io.nightshift.platform.record;

import io.nightshift.operation.UuidV7;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.FileType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.FileBlocks;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.ColumnSet;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files that attributes of records hold. A file is sent block by block, by the user who began, and belongs to its record
 * when it is complete; until then nobody sees it. Who may read the record may read its files.
 */
public final class FileContents {

    /** The entity that tells of a file. */
    public static final String ENTITY = "fileattachment";

    /** So much goes in one block, as in Dynamics: 4 MiB. */
    public static final int LONGEST_BLOCK = 4 * 1024 * 1024;

    private static final int LONGEST_BLOCK_ID = 100;
    private static final int BYTES_OF_KB = 1024;

    /**
     * A file.
     *
     * @param id of the file and of its record of {@code fileattachment}
     * @param record the record that it belongs to
     * @param attribute in which attribute
     * @param bytes how large it is; 0 until it is complete
     */
    public record StoredFile(UUID id, EntityReference record, String attribute, String name, long bytes) {}

    private final RequestContext context;
    private final FileBlocks blocks;

    /** Files within this request. */
    public FileContents(RequestContext context) {
        this.context = context;
        this.blocks =
                new FileBlocks(context.connection(), context.organization().schema());
    }

    /** Begins a file for a record that the caller may change; 0x80044354 when the attribute is none of files. */
    public UUID begin(EntityReference record, String attribute, String name) {
        EntityMetadata entity = context.entity(record.logicalName());
        type(entity, attribute);
        new RecordLocks(context, entity).all(List.of(record.id()), AccessRight.WRITE);
        UUID file = UuidV7.make(context.now());
        Entity about = new Entity(ENTITY, file)
                .set("filename", name)
                .set("objectid", record.id())
                .set("objecttypecode", record.logicalName())
                .set("regardingfieldname", attribute)
                .set("createdon", context.now())
                .set("createdby", context.user())
                .set("iscommitted", false);
        new RecordCreation(context.unrestricted()).maintained().create(ENTITY, List.of(about));
        return file;
    }

    /** Takes a block of a file that the caller has begun, and answers how many bytes there are now. */
    public long block(UUID file, String block, byte[] content) {
        Entity begun = begun(file);
        if (block.isEmpty() || block.length() > LONGEST_BLOCK_ID) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The id of a block has 1 to " + LONGEST_BLOCK_ID + " characters, not " + block.length() + ".");
        }
        if (content.length == 0 || content.length > LONGEST_BLOCK) {
            throw FaultCode.INVALID_ARGUMENT.fault("A block has 1 to " + LONGEST_BLOCK + " bytes, not " + content.length
                    + "; send the file in more blocks.");
        }
        blocks.put(file, block, content);
        long bytes = sum(blocks.lengths(file));
        requireSize(begun, bytes);
        return bytes;
    }

    /**
     * Completes a file whose blocks have as ids where they begin in it.
     *
     * @param name null for the one with which it was begun
     * @param bytes how many it has in all; 0x80040203 when a part of them is missing, and nothing is completed
     */
    public StoredFile commitParts(UUID file, @Nullable String name, long bytes) {
        Entity begun = begun(file);
        Map<String, Integer> lengths = blocks.lengths(file);
        List<String> order = new ArrayList<>();
        long at = 0;
        while (at < bytes) {
            String block = Long.toString(at);
            Integer length = lengths.get(block);
            if (length == null || at + length > bytes) {
                throw FaultCode.INVALID_ARGUMENT.fault("The parts do not make a file of " + bytes
                        + " bytes: none begins at " + at + ". Send that one; nothing was completed.");
            }
            order.add(block);
            at += length;
        }
        String called = name == null ? has(begun, "filename", String.class) : name;
        return commit(file, called, URLConnection.guessContentTypeFromName(called), order);
    }

    /** Completes a file from its blocks in this order, and puts it in the place of the one that its record had. */
    public StoredFile commit(UUID file, String name, @Nullable String mimeType, List<String> order) {
        Entity begun = begun(file);
        Map<String, Integer> lengths = blocks.lengths(file);
        if (order.isEmpty()
                || new HashSet<>(order).size() < order.size()
                || !lengths.keySet().containsAll(order)) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The list of blocks names blocks that were sent, each once, and at least one.");
        }
        long bytes = order.stream().mapToLong(lengths::get).sum();
        requireSize(begun, bytes);
        blocks.order(file, order);
        EntityReference record = record(begun);
        String attribute = has(begun, "regardingfieldname", String.class);
        UUID had = put(record, attribute, file);
        if (had != null) {
            forget(had);
        }
        Entity complete = new Entity(ENTITY, file)
                .set("filename", name)
                .set("mimetype", mimeType)
                .set("filesizeinbytes", bytes)
                .set("iscommitted", true);
        new RecordUpdate(context.unrestricted())
                .maintained()
                .update(ENTITY, List.of(complete), ConcurrencyBehavior.ALWAYS_OVERWRITE);
        return new StoredFile(file, record, attribute, name, bytes);
    }

    /** The file in an attribute of a record that the caller may read; 0x80040217 when there is none. */
    public StoredFile find(EntityReference record, String attribute) {
        type(context.entity(record.logicalName()), attribute);
        UUID file = new RecordReader(context)
                .retrieve(record, ColumnSet.of(attribute))
                .get(attribute, UUID.class);
        if (file == null) {
            throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                    "The " + record.logicalName() + " " + record.id() + " has no file in " + attribute + ".");
        }
        return stored(file);
    }

    /** A part of a complete file whose record the caller may read. */
    public byte[] read(UUID file, long offset, long length) {
        StoredFile stored = readable(file);
        if (offset < 0 || length < 1 || length > LONGEST_BLOCK) {
            throw FaultCode.INVALID_ARGUMENT.fault("A part of a file begins at 0 or later and has 1 to " + LONGEST_BLOCK
                    + " bytes, not " + length + " from " + offset + ".");
        }
        return blocks.read(stored.id(), offset, (int) length);
    }

    /** Deletes a file whose record the caller may change. */
    public void delete(UUID file) {
        StoredFile stored = readable(file);
        if (!file.equals(put(stored.record(), stored.attribute(), null))) {
            // Another has taken its place since, which is not ours to delete.
            throw gone(file);
        }
        forget(file);
    }

    /** Writes the attribute and answers what was in it. */
    private @Nullable UUID put(EntityReference record, String attribute, @Nullable UUID file) {
        EntityMetadata entity = context.entity(record.logicalName());
        new RecordLocks(context, entity).all(List.of(record.id()), AccessRight.WRITE);
        UUID had = new RecordReader(context.unrestricted())
                .retrieve(record, ColumnSet.of(attribute))
                .get(attribute, UUID.class);
        StoredRow row = new StoredRow(record.id());
        row.put(entity.attribute(attribute), file);
        entity.find("modifiedon").ifPresent(found -> row.put(found, context.now()));
        entity.find("modifiedby").ifPresent(found -> row.put(found, context.user()));
        new RowStatements(context, entity).update(List.of(row));
        return had;
    }

    private void forget(UUID file) {
        removeAll(List.of(file));
    }

    /** Takes files away to which nothing leads any more; for the platform's own use. */
    public void removeAll(List<UUID> files) {
        blocks.remove(files);
        new RecordDeletion(context.unrestricted()).delete(ENTITY, files);
    }

    /** What tells of a file that the caller has begun and not completed. */
    private Entity begun(UUID file) {
        Entity found = about(file);
        if (found == null
                || Boolean.TRUE.equals(found.get("iscommitted", Boolean.class))
                || !context.user().equals(found.get("createdby", EntityReference.class))) {
            throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                    "There is no upload with this token that you have begun; begin it anew.");
        }
        return found;
    }

    private StoredFile readable(UUID file) {
        StoredFile stored = stored(file);
        UUID now = new RecordReader(context)
                .retrieve(stored.record(), ColumnSet.of(stored.attribute()))
                .get(stored.attribute(), UUID.class);
        if (!file.equals(now)) {
            throw gone(file);
        }
        return stored;
    }

    private StoredFile stored(UUID file) {
        Entity found = about(file);
        if (found == null || !Boolean.TRUE.equals(found.get("iscommitted", Boolean.class))) {
            throw gone(file);
        }
        return new StoredFile(
                file,
                record(found),
                has(found, "regardingfieldname", String.class),
                has(found, "filename", String.class),
                has(found, "filesizeinbytes", Long.class));
    }

    private static RuntimeException gone(UUID file) {
        return FaultCode.OBJECT_DOES_NOT_EXIST.fault("The file " + file + " does not exist.");
    }

    private @Nullable Entity about(UUID file) {
        List<Entity> found = new RecordReader(context.unrestricted()).byIds(ENTITY, List.of(file), ColumnSet.all());
        return found.isEmpty() ? null : found.getFirst();
    }

    private static EntityReference record(Entity about) {
        return new EntityReference(has(about, "objecttypecode", String.class), has(about, "objectid", UUID.class));
    }

    private static FileType type(EntityMetadata entity, String attribute) {
        AttributeMetadata found = entity.attribute(attribute);
        if (found.type() instanceof FileType type) {
            return type;
        }
        throw FaultCode.WRONG_ATTRIBUTE_TYPE.fault(
                "The attribute " + attribute + " of " + entity.logicalName() + " holds no files.");
    }

    private void requireSize(Entity begun, long bytes) {
        EntityMetadata entity = context.entity(record(begun).logicalName());
        int most = type(entity, has(begun, "regardingfieldname", String.class)).maxSizeInKb();
        if (bytes > (long) most * BYTES_OF_KB) {
            throw FaultCode.INVALID_ARGUMENT.fault("The file has more than the " + most + " KB that "
                    + has(begun, "regardingfieldname", String.class) + " holds; nothing of this block was kept.");
        }
    }

    private static <T> T has(Entity about, String attribute, Class<T> type) {
        return Objects.requireNonNull(about.get(attribute, type), attribute);
    }

    private static long sum(Map<String, Integer> lengths) {
        return lengths.values().stream().mapToLong(Integer::longValue).sum();
    }
}
