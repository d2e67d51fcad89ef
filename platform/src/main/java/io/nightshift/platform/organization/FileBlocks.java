package io.nightshift.platform.organization;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record4;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The content of files, in blocks of an organization's schema: a file is as many rows as it was sent in. */
public final class FileBlocks {

    private static final Field<UUID> FILE = DSL.field(DSL.name("fileid"), SQLDataType.UUID.notNull());
    private static final Field<String> BLOCK = DSL.field(DSL.name("blockid"), RecordTable.TEXT.notNull());
    /** Where the block begins in the file; empty until the file is complete. */
    private static final Field<Long> BEGIN = DSL.field(DSL.name("begin"), SQLDataType.BIGINT);

    private static final Field<Integer> LENGTH = DSL.field(DSL.name("length"), SQLDataType.INTEGER.notNull());
    private static final Field<byte[]> CONTENT = DSL.field(DSL.name("content"), SQLDataType.BLOB.notNull());

    private final DSLContext sql;
    private final Table<Record> table;

    /** Those of an organization, on a connection. */
    public FileBlocks(Connection connection, String schema) {
        this.sql = Sql.on(connection);
        this.table = DSL.table(DSL.name(schema, "file$block"));
    }

    static void create(DSLContext sql, String schema) {
        sql.createTable(DSL.name(schema, "file$block"))
                .column(FILE)
                .column(BLOCK)
                .column(BEGIN)
                .column(LENGTH)
                .column(CONTENT)
                .constraint(DSL.primaryKey(FILE, BLOCK))
                .execute();
    }

    /** Puts a block, or another in its place. */
    public void put(UUID file, String block, byte[] content) {
        sql.insertInto(table, FILE, BLOCK, LENGTH, CONTENT)
                .values(file, block, content.length, content)
                .onConflict(FILE, BLOCK)
                .doUpdate()
                .set(LENGTH, content.length)
                .set(CONTENT, content)
                .execute();
    }

    /** How long each block of a file is. */
    public Map<String, Integer> lengths(UUID file) {
        Map<String, Integer> lengths = new HashMap<>();
        sql.select(BLOCK, LENGTH)
                .from(table)
                .where(FILE.eq(file))
                .forEach(row -> lengths.put(row.value1(), row.value2()));
        return lengths;
    }

    /** Puts the blocks of a file into their order; the others go. */
    public void order(UUID file, List<String> blocks) {
        Map<String, Integer> lengths = lengths(file);
        List<Long> begins = new ArrayList<>();
        long begin = 0;
        for (String block : blocks) {
            begins.add(begin);
            begin += lengths.getOrDefault(block, 0);
        }
        Table<Record> order = DSL.table(
                        "unnest({0}, {1})",
                        DSL.val(blocks.toArray(new String[0]), SQLDataType.CLOB.array()),
                        DSL.val(begins.toArray(new Long[0]), SQLDataType.BIGINT.array()))
                .as("o", "block", "begin");
        sql.update(table.as("t"))
                .set(BEGIN, DSL.field(DSL.name("o", "begin"), SQLDataType.BIGINT))
                .from(order)
                .where(DSL.field(DSL.name("t", "fileid"), SQLDataType.UUID).eq(file))
                .and(DSL.field(DSL.name("t", "blockid"), SQLDataType.CLOB)
                        .eq(DSL.field(DSL.name("o", "block"), SQLDataType.CLOB)))
                .execute();
        sql.deleteFrom(table).where(FILE.eq(file)).and(BEGIN.isNull()).execute();
    }

    /** So many bytes of a complete file from here; fewer where it ends. */
    public byte[] read(UUID file, long offset, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
        for (Record4<String, Long, Integer, byte[]> row : sql.select(BLOCK, BEGIN, LENGTH, CONTENT)
                .from(table)
                .where(FILE.eq(file))
                .and(BEGIN.lt(offset + length))
                .and(BEGIN.plus(LENGTH).gt(offset))
                .orderBy(BEGIN)) {
            int from = (int) Math.max(0, offset - row.value2());
            int to = (int) Math.min(row.value3(), offset + length - row.value2());
            bytes.write(row.value4(), from, to - from);
        }
        return bytes.toByteArray();
    }

    /** Takes the content of files away. */
    public void remove(Collection<UUID> files) {
        sql.deleteFrom(table)
                .where(FILE.eq(DSL.any(DSL.val(files.toArray(new UUID[0])))))
                .execute();
    }
}
