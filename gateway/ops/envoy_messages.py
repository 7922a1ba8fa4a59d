"""The messages that Envoy asks for an authorization with, as far as they are used here.

Envoy's own stubs share the name of their package with the wheel that brings Envoy. The numbers of the fields are those
of envoy/service/auth/v3/external_auth.proto and attribute_context.proto; what is not listed is skipped.
"""

from typing import Any

from google.protobuf import descriptor_pool, message_factory, struct_pb2, text_format
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.rpc import status_pb2

_FILE = """
name: "daegu/envoy_authorization.proto"
package: "daegu.envoy"
syntax: "proto3"
dependency: "google/rpc/status.proto"
dependency: "google/protobuf/struct.proto"
message_type {
  name: "CheckRequest"
  field { name: "attributes" number: 1 type: TYPE_MESSAGE type_name: ".daegu.envoy.Attributes" label: LABEL_OPTIONAL }
}
message_type {
  name: "Attributes"
  field { name: "request" number: 4 type: TYPE_MESSAGE type_name: ".daegu.envoy.Request" label: LABEL_OPTIONAL }
}
message_type {
  name: "Request"
  field { name: "http" number: 2 type: TYPE_MESSAGE type_name: ".daegu.envoy.Http" label: LABEL_OPTIONAL }
}
message_type {
  name: "Http"
  field {
    name: "headers" number: 3 label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".daegu.envoy.Http.HeadersEntry"
  }
  nested_type {
    name: "HeadersEntry"
    field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
    field { name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
    options { map_entry: true }
  }
}
message_type {
  name: "CheckResponse"
  field { name: "status" number: 1 type: TYPE_MESSAGE type_name: ".google.rpc.Status" label: LABEL_OPTIONAL }
  field { name: "denied" number: 2 type: TYPE_MESSAGE type_name: ".daegu.envoy.Denied" label: LABEL_OPTIONAL }
  field { name: "metadata" number: 4 type: TYPE_MESSAGE type_name: ".google.protobuf.Struct" label: LABEL_OPTIONAL }
}
message_type {
  name: "Denied"
  field { name: "status" number: 1 type: TYPE_MESSAGE type_name: ".daegu.envoy.HttpStatus" label: LABEL_OPTIONAL }
  field { name: "body" number: 3 type: TYPE_STRING label: LABEL_OPTIONAL }
}
message_type {
  name: "HttpStatus"
  field { name: "code" number: 1 type: TYPE_INT32 label: LABEL_OPTIONAL }
}
"""

_POOL = descriptor_pool.DescriptorPool()
for _known in (struct_pb2, status_pb2):
    for _dependency in (*_known.DESCRIPTOR.dependencies, _known.DESCRIPTOR):
        _POOL.AddSerializedFile(_dependency.serialized_pb)
_MESSAGES = message_factory.GetMessageClassesForFiles(
    [_POOL.AddSerializedFile(text_format.Parse(_FILE, FileDescriptorProto()).SerializeToString()).name], _POOL
)

CheckRequest: Any = _MESSAGES["daegu.envoy.CheckRequest"]
"""`attributes.request.http.headers`: the headers of a call, by their lower case name."""

CheckResponse: Any = _MESSAGES["daegu.envoy.CheckResponse"]
"""`status.code` is 0 if the call may go on, with `metadata`; otherwise it ends with `denied`."""
