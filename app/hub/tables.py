"""The tables of headquarters on PostgreSQL, in the form that also runs on a cluster sharded by branch.

Every table that grows with the branches has `branch_id` first in every key and is hash-partitioned by it; no sequence,
no trigger, no advisory lock; foreign keys don't leave the branch; reference tables are small and written by
headquarters only (journal.md 3, R1 to R9; the tables of 4.12).

Two departures from the column list of 4.12. The feed holds one row for each run of entries that one push put there, not
one row each: a push then writes every entry once, and no index on an entry's place in the feed is needed. The state of
a case is slim and made of bytes, not jsonb: the entries are the state, and jsonb can't hold the character U+0000.
"""

from __future__ import annotations

REFERENCE = """
create table server (
    only_one boolean not null default true check (only_one),
    schema_version int not null,
    server_epoch text not null,
    signing_key bytea not null,
    constraint pk_server primary key (only_one)
);
create table device (
    device_id uuid not null,
    branch_id text not null,
    letter text not null,
    public_key bytea not null check (length(public_key) = 32),
    is_revoked boolean not null default false,
    enrolled_at timestamptz not null,
    constraint pk_device primary key (device_id)
);
create table ref_staff (
    branch_id text not null,
    staff_no text not null,
    key_id bytea not null check (length(key_id) = 16),
    name text not null,
    role text not null,
    is_active boolean not null,
    public_key bytea not null check (length(public_key) = 32),
    since timestamptz not null,
    constraint pk_ref_staff primary key (branch_id, staff_no, key_id)
);
"""

DELEGATION = """
create table ref_delegation (
    branch_id text not null,
    staff_no text not null,
    role text not null,
    from_on date not null,
    until_on date not null,
    given_by text not null,
    given_at timestamptz not null,
    constraint pk_ref_delegation primary key (branch_id, staff_no, role, from_on, until_on)
);
"""
ATTACHMENT = """
create table attachment (
    branch_id text not null,
    sha256 bytea not null check (length(sha256) = 32),
    size bigint not null,
    attempt int not null,
    have_bytes bigint not null,
    noted_at timestamptz not null,
    complete_at timestamptz,
    constraint pk_attachment primary key (branch_id, sha256)
) partition by hash (branch_id);
create table attachment_chunk (
    branch_id text not null,
    sha256 bytea not null,
    attempt int not null,
    start bigint not null,
    content bytea not null,
    constraint pk_attachment_chunk primary key (branch_id, sha256, attempt, start)
) partition by hash (branch_id);
"""
RECOVERY = """
create table recovery_key (
    name text not null,
    public_key bytea not null check (length(public_key) = 32),
    officers text[] not null,
    since timestamptz not null,
    constraint pk_recovery_key primary key (name)
);
create table recovery_log (
    request_id text not null,
    branch_id text not null,
    device_id uuid not null,
    store_id text not null,
    why text not null,
    granted_to text not null,
    granted_name text not null,
    reason text not null,
    officers text[] not null,
    recovery_key text not null,
    answered_at timestamptz not null,
    answer_sha256 bytea not null,
    constraint pk_recovery_log primary key (request_id)
);
"""
STAFF_COLUMNS = """
alter table ref_staff add column is_retired boolean not null default false;
alter table ref_staff add column ruled_by text not null default '';
alter table ref_staff drop constraint ref_staff_public_key_check;
alter table ref_staff add constraint ck_ref_staff_public_key check (length(public_key) in (32, 33));
alter table device drop constraint device_public_key_check;
alter table device add constraint ck_device_public_key check (length(public_key) in (32, 33));
"""
STAFF = """
create table staff_act (
    branch_id text not null,
    act bytea not null check (length(act) = 32),
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    kind text not null,
    staff_no text not null,
    actor text not null,
    status text not null,
    noted_at timestamptz not null,
    decided_by text not null,
    constraint pk_staff_act primary key (branch_id, act)
) partition by hash (branch_id);
create table directory_issue (
    branch_id text not null,
    number bigint not null,
    issued_at timestamptz not null,
    constraint pk_directory_issue primary key (branch_id, number)
) partition by hash (branch_id);
"""
FIRST_BRANCH = """
create table device_counter (
    branch_id text not null,
    device_id uuid not null,
    last_counter bigint not null,
    constraint pk_device_counter primary key (branch_id, device_id)
) partition by hash (branch_id);
create table device_head (
    branch_id text not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    hash bytea not null,
    status text not null,
    updated_at timestamptz not null,
    constraint pk_device_head primary key (branch_id, device_id, epoch)
) partition by hash (branch_id);
create table feed_head (
    branch_id text not null,
    scope text not null,
    n bigint not null,
    hash bytea not null,
    constraint pk_feed_head primary key (branch_id, scope)
) partition by hash (branch_id);
create table event (
    branch_id text not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    hash bytea not null,
    kind text not null,
    version bigint not null,
    entity_id uuid,
    envelope bytea not null,
    body bytea,
    received_at timestamptz not null,
    constraint pk_event primary key (branch_id, device_id, epoch, seq)
) partition by hash (branch_id);
create table feed (
    branch_id text not null,
    scope text not null,
    feed_seq bigint not null,
    count int not null,
    kind text not null,
    device_id uuid,
    epoch bigint,
    seq bigint,
    prev_hash bytea not null,
    content bytea,
    constraint pk_feed primary key (branch_id, scope, feed_seq)
) partition by hash (branch_id);
create table entity (
    branch_id text not null,
    entity_id uuid not null,
    case_no text not null,
    version bigint not null,
    status text not null,
    flags int not null,
    origins bytea not null,
    updated_feed_seq bigint not null,
    constraint pk_entity primary key (branch_id, entity_id)
) partition by hash (branch_id);
create index ix_entity_case_no on entity (branch_id, case_no);
create table conflict (
    branch_id text not null,
    conflict_id bytea not null,
    entity_id uuid not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    verdict text not null,
    code text not null,
    status text not null,
    opened_at timestamptz not null,
    constraint pk_conflict primary key (branch_id, conflict_id)
) partition by hash (branch_id);
create table waiting (
    branch_id text not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    entity_id uuid not null,
    depends_on bigint not null,
    since timestamptz not null,
    constraint pk_waiting primary key (branch_id, device_id, epoch, seq)
) partition by hash (branch_id);
create index ix_waiting_entity on waiting (branch_id, entity_id);
create table quarantine (
    branch_id text not null,
    quarantine_id bytea not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    envelope bytea not null,
    body bytea,
    reason text not null,
    received_at timestamptz not null,
    constraint pk_quarantine primary key (branch_id, quarantine_id)
) partition by hash (branch_id);
create table receipt (
    branch_id text not null,
    device_id uuid not null,
    epoch bigint not null,
    seq bigint not null,
    body bytea not null,
    signature bytea not null,
    constraint pk_receipt primary key (branch_id, device_id, epoch, seq)
) partition by hash (branch_id);
"""

FIRST_TABLES = (
    "device_counter",
    "device_head",
    "feed_head",
    "event",
    "feed",
    "entity",
    "conflict",
    "waiting",
    "quarantine",
    "receipt",
)
TABLES_OF_ATTACHMENTS = ("attachment", "attachment_chunk")
TABLES_OF_STAFF = ("staff_act", "directory_issue")
BRANCH_TABLES = FIRST_TABLES + TABLES_OF_ATTACHMENTS + TABLES_OF_STAFF
REFERENCE_TABLES = ("server", "device", "ref_staff", "ref_delegation", "recovery_key", "recovery_log")
