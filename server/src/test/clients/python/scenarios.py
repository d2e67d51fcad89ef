"""Five scenarios against the Web API with nothing but the standard library of Python 3.

Arguments: the address of the server; the token comes in the environment variable NIGHTSHIFT_TOKEN.
Each scenario that holds prints "ok NAME".
"""
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

ROOT = sys.argv[1].rstrip("/") + "/api/data/v9.2/"
HEADERS = {
    "Authorization": "Bearer " + os.environ["NIGHTSHIFT_TOKEN"],
    "Accept": "application/json",
    "OData-Version": "4.0",
    "OData-MaxVersion": "4.0",
}
MARK = "p" + uuid.uuid4().hex[:12]


def call(method, address, body=None, **headers):
    """Sends a request and answers its status, its headers and its JSON."""
    address = address if address.startswith("http") else ROOT + urllib.parse.quote(address, safe="/?$=&(),'@:;")
    data = None if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    request = urllib.request.Request(address, data, HEADERS | {"Content-Type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read().decode()
            is_json = answer.headers.get("Content-Type", "").startswith("application/json")
            return answer.status, answer.headers, json.loads(text) if is_json else text
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.loads(error.read() or b"{}")


def records():
    status, headers, _ = call("POST", "accounts", {"name": "python", "accountnumber": MARK})
    assert status == 204, status
    record = headers["OData-EntityId"]
    status, _, read = call("GET", record + "?$select=name")
    assert (status, read["name"]) == (200, "python")
    status, _, _ = call("PATCH", record, {"name": "changed"}, If_Match=read["@odata.etag"])
    assert status == 204, status
    status, _, error = call("PATCH", record, {"name": "late"}, If_Match=read["@odata.etag"])
    assert (status, error["error"]["code"]) == (412, "0x80060882"), error
    assert call("DELETE", record)[0] == 204
    assert call("GET", record)[0] == 404


def pages():
    for number in range(5):
        call("POST", "accounts", {"name": f"page {number}", "accountnumber": MARK})
    link = f"accounts?$select=name&$orderby=name&$filter=accountnumber eq '{MARK}'"
    names = []
    while link:
        status, _, page = call("GET", link, Prefer="odata.maxpagesize=2")
        assert status == 200, page
        names += [row["name"] for row in page["value"]]
        link = page.get("@odata.nextLink")
    assert names == [f"page {number}" for number in range(5)], names


def batch():
    body = "\r\n".join([
        "--b", "Content-Type: multipart/mixed; boundary=c", "",
        "--c", "Content-Type: application/http", "Content-Transfer-Encoding: binary", "Content-ID: 1", "",
        "POST /api/data/v9.2/accounts HTTP/1.1", "Content-Type: application/json", "",
        json.dumps({"name": MARK}),
        "--c", "Content-Type: application/http", "Content-Transfer-Encoding: binary", "Content-ID: 2", "",
        "POST /api/data/v9.2/tasks HTTP/1.1", "Content-Type: application/json", "",
        json.dumps({"subject": MARK, "regardingobjectid_account@odata.bind": "$1"}),
        "--c--", "--b--", ""])
    status, headers, text = call("POST", "$batch", body, Content_Type="multipart/mixed; boundary=b")
    assert status == 200 and text.count("HTTP/1.1 204") == 2, text
    _, _, found = call("GET", f"tasks?$select=subject&$filter=regardingobjectid_account/name eq '{MARK}'")
    assert [row["subject"] for row in found["value"]] == [MARK], found


def system_job():
    status, headers, error = call("POST", "asyncoperations", {
        "name": MARK, "operationtype": 0, "messagename": "noop", "data": "{\"a\":1}"})
    assert status == 204, error
    job = headers["OData-EntityId"]
    for _ in range(300):
        _, _, read = call("GET", job + "?$select=statecode,statuscode")
        if read["statecode"] == 3:
            break
        time.sleep(0.05)
    assert read["statuscode"] == 30, read
    status, _, error = call("PATCH", job, {"statecode": 0}, If_Match="*")
    assert (status, error["error"]["code"]) == (400, "0x80044166"), error


def errors():
    for address, expected in {"nothing": 404, "accounts?$filter=nothing eq 1": 400, "accounts(1)": 400}.items():
        status, _, error = call("GET", address)
        assert status == expected and error["error"]["code"].startswith("0x"), (address, status, error)
    status, headers, error = call("GET", "WhoAmI", Authorization="Bearer wrong")
    assert status == 401 and headers["WWW-Authenticate"].startswith("Bearer"), error


for scenario in (records, pages, batch, system_job, errors):
    scenario()
    print("ok", scenario.__name__)
