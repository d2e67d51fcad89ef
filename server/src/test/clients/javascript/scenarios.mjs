// Drives a server with the npm client dynamics-web-api as its users do. Each scenario that holds prints "ok NAME".
// Arguments: the address of the server; the token comes in the environment variable NIGHTSHIFT_TOKEN.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { DynamicsWebApi } from "dynamics-web-api";

const api = new DynamicsWebApi({
  serverUrl: process.argv[2],
  dataApi: { version: "9.2" },
  onTokenRefresh: async () => ({ accessToken: process.env.NIGHTSHIFT_TOKEN }),
});
const mark = "j" + Date.now().toString(36);

async function account(name, more = {}) {
  return api.create({ collection: "accounts", data: { name, accountnumber: mark, ...more } });
}

async function refused(promise, status, code) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.status, status, error.message);
    if (code) assert.equal(error.code.toLowerCase(), code.toLowerCase());
    assert.ok(error.message);
    return true;
  });
}

const scenarios = {
  async createAndRetrieve() {
    const id = await account("create");
    assert.match(id, /^[0-9a-f-]{36}$/);
    const read = await api.retrieve({ collection: "accounts", key: id, select: ["name", "createdon"] });
    assert.equal(read.name, "create");
    assert.equal(read.accountid, id);
    assert.ok(read["@odata.etag"]);
    assert.ok(read.createdon instanceof Date, "whole seconds become dates");
  },

  async createWithRepresentation() {
    const made = await api.create({
      collection: "accounts", data: { name: "represented" }, returnRepresentation: true, select: ["name"],
    });
    assert.equal(made.name, "represented");
  },

  async updateAndConcurrency() {
    const id = await account("update");
    const read = await api.retrieve({ collection: "accounts", key: id, select: ["name"] });
    await api.update({ collection: "accounts", key: id, data: { name: "updated" } });
    assert.equal(
      await api.update({ collection: "accounts", key: id, data: { name: "late" }, ifmatch: read["@odata.etag"] }),
      false, "the client answers false for 412");
    await refused(
      api.update({ collection: "accounts", key: "00000000-0000-0000-0000-00000000abcd", data: { name: "none" } }),
      404, "0x80040217");
    const unchanged = await api.retrieve({ collection: "accounts", key: id, select: ["name"] });
    const again = await api.retrieve({
      collection: "accounts", key: id, select: ["name"], ifnonematch: unchanged["@odata.etag"],
    });
    assert.equal(again, undefined, "304 has no body");
  },

  async singleProperty() {
    const id = await account("property", { telephone1: "1" });
    await api.updateSingleProperty({ collection: "accounts", key: id, fieldValuePair: { telephone1: "2" } });
    const read = await api.retrieve({ collection: "accounts", key: id, select: ["telephone1"] });
    assert.equal(read.telephone1, "2");
    await api.deleteRecord({ collection: "accounts", key: id, property: "telephone1" });
    assert.equal((await api.retrieve({ collection: "accounts", key: id, select: ["telephone1"] })).telephone1, null);
  },

  async upsert() {
    const id = "0f0f0f0f-0000-4000-8000-" + Date.now().toString(16).padStart(12, "0");
    await api.upsert({ collection: "accounts", key: id, data: { name: "made" }, ifnonematch: "*" });
    assert.equal(
      await api.upsert({ collection: "accounts", key: id, data: { name: "not made" }, ifnonematch: "*" }), null);
    const changed = await api.upsert({
      collection: "accounts", key: id, data: { name: "changed" }, returnRepresentation: true, select: ["name"],
    });
    assert.equal(changed.name, "changed");
  },

  async deleteRecord() {
    const id = await account("delete");
    await api.deleteRecord({ collection: "accounts", key: id });
    await refused(api.retrieve({ collection: "accounts", key: id }), 404, "0x80040217");
  },

  async listPages() {
    for (const name of ["p1", "p2", "p3", "p4", "p5"]) await account(name, { accountnumber: mark + "p" });
    const query = {
      collection: "accounts", select: ["name"], filter: `accountnumber eq '${mark}p'`, orderBy: ["name"],
      maxPageSize: 2, count: true,
    };
    const first = await api.retrieveMultiple(query);
    assert.equal(first.oDataCount, 5);
    assert.equal(first.value.length, 2);
    const second = await api.retrieveMultiple(query, first.oDataNextLink);
    assert.deepEqual(second.value.map((row) => row.name), ["p3", "p4"]);
    const all = await api.retrieveAll(query);
    assert.deepEqual(all.value.map((row) => row.name), ["p1", "p2", "p3", "p4", "p5"]);
    const top = await api.retrieveMultiple({ ...query, maxPageSize: undefined, count: false, top: 1 });
    assert.equal(top.value.length, 1);
  },

  async counts() {
    await account("count", { accountnumber: mark + "c" });
    assert.equal(await api.count({ collection: "accounts", filter: `accountnumber eq '${mark}c'` }), 1);
    assert.ok((await api.count({ collection: "accounts" })) > 0);
    assert.equal(await api.countAll({ collection: "accounts", filter: `accountnumber eq '${mark}c'`, select: ["name"] }), 1);
  },

  async changes() {
    const query = { collection: "accounts", select: ["name"], trackChanges: true };
    const kept = await account("unchanged so far");
    const gone = await account("soon gone");
    const before = await api.retrieveMultiple(query);
    assert.ok(before.value.some((row) => row.accountid === kept));
    await api.update({ collection: "accounts", key: kept, data: { name: "changed" } });
    await api.deleteRecord({ collection: "accounts", key: gone });
    const since = await api.retrieveMultiple(query, before.oDataDeltaLink);
    assert.deepEqual(since.value.filter((row) => row.name).map((row) => [row.accountid, row.name]), [[kept, "changed"]]);
    const removed = since.value.filter((row) => row.reason === "deleted");
    assert.deepEqual(removed.map((row) => row.id), [gone]);
    assert.ok(since.oDataDeltaLink);
  },

  async annotations() {
    const contact = await api.create({ collection: "contacts", data: { firstname: "Ann", lastname: "Otate" } });
    const id = await account("annotated", { "primarycontactid@odata.bind": `/contacts(${contact})` });
    const read = await api.retrieve({
      collection: "accounts", key: id, select: ["_primarycontactid_value", "statecode"], includeAnnotations: "*",
      expand: [{ property: "primarycontactid", select: ["fullname"] }],
    });
    assert.equal(read["_primarycontactid_value_Formatted"], "Ann Otate");
    assert.equal(read["_primarycontactid_value_LogicalName"], "contact");
    assert.equal(read["statecode_Formatted"], "Active");
    assert.equal(read.primarycontactid.fullname, "Ann Otate");
    const child = await api.retrieve({
      collection: "accounts", key: id, navigationProperty: "primarycontactid", select: ["lastname"],
    });
    assert.equal(child.lastname, "Otate");
  },

  async fetchXml() {
    for (const name of ["f1", "f2", "f3"]) await account(name, { accountnumber: mark + "f" });
    const fetchXml = `<fetch count='1'><entity name='account'><attribute name='name'/><order attribute='name'/>
      <filter><condition attribute='accountnumber' operator='eq' value='${mark}f'/></filter></entity></fetch>`;
    const first = await api.fetch({ collection: "accounts", fetchXml });
    assert.equal(first.value[0].name, "f1");
    const second = await api.fetch({
      collection: "accounts", fetchXml, pageNumber: first.PagingInfo.nextPage, pagingCookie: first.PagingInfo.cookie,
    });
    assert.equal(second.value[0].name, "f2");
    const all = await api.fetchAll({ collection: "accounts", fetchXml });
    assert.deepEqual(all.value.map((row) => row.name), ["f1", "f2", "f3"]);
  },

  async associations() {
    const id = await account("associated");
    const task = await api.create({ collection: "tasks", data: { subject: "t" } });
    await api.associate({
      collection: "accounts", primaryKey: id, relationshipName: "Account_Tasks",
      relatedCollection: "tasks", relatedKey: task,
    });
    const expanded = await api.retrieve({
      collection: "accounts", key: id, select: ["name"], expand: [{ property: "Account_Tasks", select: ["subject"] }],
    });
    assert.equal(expanded.Account_Tasks.length, 1);
    await api.disassociate({
      collection: "accounts", primaryKey: id, relationshipName: "Account_Tasks", relatedKey: task,
    });
    const contact = await api.create({ collection: "contacts", data: { lastname: "Single" } });
    await api.associateSingleValued({
      collection: "accounts", primaryKey: id, navigationProperty: "primarycontactid",
      relatedCollection: "contacts", relatedKey: contact,
    });
    await api.disassociateSingleValued({
      collection: "accounts", primaryKey: id, navigationProperty: "primarycontactid",
    });
    const read = await api.retrieve({ collection: "accounts", key: id, select: ["_primarycontactid_value"] });
    assert.equal(read._primarycontactid_value, null);
  },

  async functionsAndActions() {
    const me = await api.callFunction("WhoAmI");
    assert.match(me.UserId, /^[0-9a-f-]{36}$/);
    const job = await api.callAction({
      actionName: "BulkDelete",
      action: {
        QuerySet: [{
          EntityName: "account",
          Criteria: {
            FilterOperator: "And",
            Conditions: [{ AttributeName: "name", Operator: "Equal", Values: [{ Value: mark, Type: "System.String" }] }],
          },
        }],
        JobName: mark, SendEmailNotification: false, ToRecipients: [], CCRecipients: [], RecurrencePattern: "",
        StartDateTime: "2999-01-01T00:00:00Z",
      },
    });
    const read = await api.retrieve({ collection: "asyncoperations", key: job.JobId, select: ["name", "statecode"] });
    assert.equal(read.name, mark);
    await api.update({ collection: "asyncoperations", key: job.JobId, data: { statecode: 3, statuscode: 32 } });
    await refused(
      api.update({ collection: "asyncoperations", key: job.JobId, data: { statecode: 0 } }), 400, "0x80044166");
  },

  async impersonation() {
    const me = await api.callFunction("WhoAmI");
    const users = await api.retrieveMultiple({ collection: "systemusers", select: ["fullname"] });
    const other = users.value.find((user) => user.systemuserid !== me.UserId);
    const them = await api.callFunction({ functionName: "WhoAmI", impersonate: other.systemuserid });
    assert.equal(them.UserId, other.systemuserid);
    await refused(
      api.callFunction({ functionName: "WhoAmI", impersonate: "00000000-0000-0000-0000-00000000abcd" }), 403);
  },

  async batches() {
    api.startBatch();
    api.create({ collection: "accounts", data: { name: "b1", accountnumber: mark + "b" }, contentId: "1" });
    api.create({
      collection: "tasks", data: { subject: "b2", "regardingobjectid_account@odata.bind": "$1" },
    });
    const made = await api.executeBatch();
    assert.equal(made.length, 2);
    const read = await api.retrieveMultiple({
      collection: "accounts", select: ["name"], filter: `accountnumber eq '${mark}b'`,
      expand: [{ property: "Account_Tasks", select: ["subject"] }],
    });
    assert.equal(read.value[0].Account_Tasks[0].subject, "b2");

    api.startBatch();
    api.create({ collection: "accounts", data: { name: "b3", accountnumber: mark + "b" } });
    api.update({ collection: "accounts", key: "00000000-0000-0000-0000-00000000abcd", data: { name: "none" } });
    await assert.rejects(api.executeBatch());
    assert.equal(await api.count({ collection: "accounts", filter: `accountnumber eq '${mark}b'` }), 1);

    api.startBatch();
    api.retrieve({ collection: "accounts", key: "00000000-0000-0000-0000-00000000abcd" });
    api.retrieveMultiple({ collection: "accounts", top: 1, select: ["name"] });
    await assert.rejects(api.executeBatch({ continueOnError: true }).then((all) => {
      assert.equal(all.length, 2);
      throw all.find((each) => each instanceof Error) ?? new Error("no failure");
    }));
  },

  async longQueriesBecomeBatches() {
    const filter = Array.from({ length: 120 }, (_, i) => `name eq 'long name number ${i}'`).join(" or ");
    const read = await api.retrieveMultiple({ collection: "accounts", select: ["name"], filter });
    assert.deepEqual(read.value, []);
  },

  async metadata() {
    const account = await api.retrieveEntity({ key: "LogicalName='account'", select: ["LogicalName", "EntitySetName"] });
    assert.equal(account.EntitySetName, "accounts");
    const all = await api.retrieveEntities({ select: ["LogicalName"], filter: "LogicalName eq 'contact'" });
    assert.equal(all.value.length, 1);
    const attributes = await api.retrieveAttributes({
      entityKey: "LogicalName='account'", castType: "Microsoft.Dynamics.CRM.PicklistAttributeMetadata",
      select: ["LogicalName"], expand: [{ property: "OptionSet", select: ["Options"] }],
    });
    assert.ok(attributes.value.length > 0);
    assert.ok(attributes.value[0].OptionSet.Options.length > 0);
    assert.match(await api.retrieveCsdlMetadata(), /<EntityType Name="account"/);
  },

  async files() {
    await api.createAttribute({
      entityKey: "LogicalName='account'",
      data: {
        "@odata.type": "Microsoft.Dynamics.CRM.FileAttributeMetadata", SchemaName: "new_Paper", MaxSizeInKB: 10240,
        DisplayName: "Paper",
      },
    });
    const key = await account("files");
    // The second fills its parts to the last byte: there the client sends and asks once more.
    for (const size of [4 * 1024 * 1024 + 17, 4 * 1024 * 1024]) {
      const content = Buffer.alloc(size, "ab");
      await api.uploadFile({ collection: "accounts", key, property: "new_paper", fileName: "paper.txt", data: content });
      const read = await api.downloadFile({ collection: "accounts", key, property: "new_paper" });
      assert.equal(read.fileName, "paper.txt");
      assert.equal(read.fileSize, size);
      assert.ok(Buffer.from(read.data).equals(content));
    }
    await api.deleteRecord({ collection: "accounts", key, property: "new_paper" });
    await refused(api.downloadFile({ collection: "accounts", key, property: "new_paper" }), 404);
  },

  async backgroundOperations() {
    const calls = [];
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => { body += part; });
      request.on("end", () => { calls.push(JSON.parse(body)); response.writeHead(204).end(); });
    });
    await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    try {
      const started = await api.callAction({
        collection: "accounts", actionName: "Microsoft.Dynamics.CRM.CreateMultiple", respondAsync: true,
        backgroundOperationCallbackUrl: `http://127.0.0.1:${receiver.address().port}/`,
        action: { Targets: [{ "@odata.type": "Microsoft.Dynamics.CRM.account", name: "background" }] },
      });
      const id = started.backgroundOperationId;
      assert.ok(started.location.endsWith(id));
      let status;
      for (let i = 0; i < 600 && status?.backgroundOperationStateCode !== 3; i++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        status = await api.getBackgroundOperationStatus(id);
      }
      assert.equal(status.backgroundOperationStatusCode, 30);
      for (let i = 0; i < 600 && calls.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(calls[0].backgroundOperationId, id);
      await refused(api.cancelBackgroundOperation(id), 400, "0x80044165");
    } finally {
      receiver.close();
    }
  },

  async flags() {
    const made = await api.create({
      collection: "accounts", data: { name: "flags" }, tag: "import", bypassCustomPluginExecution: true,
      duplicateDetection: true, returnRepresentation: true,
    });
    assert.equal(made.name, "flags");
  },

  async errors() {
    await refused(api.create({ collection: "accounts", data: { nothing: 1 } }), 400, "0x80048d19");
    await refused(api.retrieveMultiple({ collection: "accounts", filter: "nothing eq 1" }), 400, "0x80060888");
    const stranger = new DynamicsWebApi({
      serverUrl: process.argv[2], dataApi: { version: "9.2" }, onTokenRefresh: async () => ({ accessToken: "wrong" }),
    });
    await refused(stranger.callFunction("WhoAmI"), 401);
  },
};

let failed = 0;
for (const [name, scenario] of Object.entries(scenarios)) {
  try {
    await scenario();
    console.log("ok " + name);
  } catch (error) {
    failed++;
    console.log("failed " + name + ": " + (error.stack ?? JSON.stringify(error)));
  }
}
process.exit(failed === 0 ? 0 : 1);
