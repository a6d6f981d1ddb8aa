--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: audit_event_is_append_only(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.audit_event_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'Audit events are only ever added: % of audit_event is refused', lower(tg_op)
        using errcode = 'insufficient_privilege';
end
$$;


--
-- Name: number_the_models(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.number_the_models() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update configuration_state set models_revision = revision + 1 where id = 1;
    return null;
end
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: audit_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_event (
    id bigint NOT NULL,
    revision bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_id text,
    object_name text,
    before text,
    after text,
    effective_changes text NOT NULL,
    request_id text,
    hash text NOT NULL
);


--
-- Name: configuration_state; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.configuration_state (
    id smallint NOT NULL,
    revision bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    catalogue_version text,
    audit_head_id bigint NOT NULL,
    audit_head_hash text NOT NULL,
    models_revision bigint DEFAULT 0 NOT NULL,
    CONSTRAINT configuration_state_id_check CHECK ((id = 1)),
    CONSTRAINT configuration_state_revision_check CHECK ((revision >= 0))
);


--
-- Name: feature_setting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.feature_setting (
    feature text NOT NULL,
    provider text NOT NULL,
    model_id bigint,
    revision bigint NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    updated_by text NOT NULL,
    CONSTRAINT feature_setting_check CHECK (((provider = 'self_hosted'::text) = (model_id IS NOT NULL))),
    CONSTRAINT feature_setting_provider_check CHECK ((provider = ANY (ARRAY['unassigned'::text, 'self_hosted'::text, 'disabled'::text, 'vendored'::text])))
);


--
-- Name: flyway_schema_history; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.flyway_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);


--
-- Name: gateway; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gateway (
    id smallint NOT NULL,
    url character varying(2048),
    environment_url character varying(2048),
    request_timeout_seconds integer NOT NULL,
    beta_features_enabled boolean NOT NULL,
    testing_agreement_accepted_by text,
    testing_agreement_accepted_at timestamp with time zone,
    outbound_allowlist text[] NOT NULL,
    revision bigint NOT NULL,
    updated_at timestamp with time zone,
    updated_by text,
    CONSTRAINT gateway_check CHECK ((beta_features_enabled = (testing_agreement_accepted_at IS NOT NULL))),
    CONSTRAINT gateway_check1 CHECK (((testing_agreement_accepted_at IS NULL) = (testing_agreement_accepted_by IS NULL))),
    CONSTRAINT gateway_id_check CHECK ((id = 1)),
    CONSTRAINT gateway_request_timeout_seconds_check CHECK (((request_timeout_seconds >= 60) AND (request_timeout_seconds <= 600)))
);


--
-- Name: model; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.model (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    family text NOT NULL,
    endpoint character varying(2048),
    identifier character varying(255) NOT NULL,
    api_key_sealed bytea,
    api_key_key_id text,
    api_key_updated_at timestamp with time zone,
    revision bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    updated_by text NOT NULL,
    search_text text GENERATED ALWAYS AS (lower((((((name)::text || '
'::text) || (identifier)::text) || '
'::text) || (COALESCE(endpoint, ''::character varying))::text))) STORED NOT NULL,
    CONSTRAINT model_check CHECK (((api_key_sealed IS NULL) = (api_key_key_id IS NULL))),
    CONSTRAINT model_check1 CHECK (((api_key_sealed IS NULL) = (api_key_updated_at IS NULL)))
);


--
-- Name: model_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.model_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: secret_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.secret_key (
    key_id text NOT NULL,
    verification bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: subscription; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.subscription (
    id smallint NOT NULL,
    plan text,
    license_type text,
    starts_at timestamp with time zone,
    expires_at timestamp with time zone,
    source text,
    last_sync_at timestamp with time zone,
    last_attempt_at timestamp with time zone,
    last_error text,
    entitlement_reason text NOT NULL,
    grace_until timestamp with time zone,
    evaluated_at timestamp with time zone,
    next_evaluation_at timestamp with time zone,
    revision bigint NOT NULL,
    CONSTRAINT subscription_id_check CHECK ((id = 1))
);


--
-- Name: subscription_add_on; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.subscription_add_on (
    subscription_id smallint NOT NULL,
    name text NOT NULL,
    quantity integer NOT NULL,
    starts_at timestamp with time zone,
    expires_on date
);


--
-- Data for Name: audit_event; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_event VALUES (1, 1, '2026-11-27 14:30:24.488+00', 'local-admin', 'subscription.synchronised', 'subscription', NULL, NULL, '{"plan":null,"expires_at":null,"add_ons":[],"entitlement_reason":"never_synced","source":null,"last_error":null}', '{"plan":"ultimate","expires_at":null,"add_ons":[{"name":"duo_enterprise","quantity":1,"starts_at":null,"expires_on":null}],"entitlement_reason":"entitled","source":"file","last_error":null}', '[]', '48c2bf08-da6d-531a-2643-3bb70c8f6780', 'aec8c055585b23a6cdac111a16e6f99f1e9605d127d1599448a26c9465a7ccc1');
INSERT INTO public.audit_event VALUES (2, 2, '2026-11-27 14:30:24.885+00', 'local-admin', 'gateway.updated', 'gateway', NULL, NULL, '{"url":null,"request_timeout_seconds":60,"beta_features_enabled":false,"outbound_allowlist":[]}', '{"url":"https://aigw.example.com","request_timeout_seconds":90,"beta_features_enabled":false,"outbound_allowlist":["10.0.0.0/8","gw.internal:5052"]}', '[]', '108d8a1a-30a3-3105-f321-e77cc17b4fae', '7d7e9bd643dff9ddc6e7199d401437a8f70d89e810a7e57dcb3efd45c084337e');
INSERT INTO public.audit_event VALUES (3, 3, '2026-11-27 14:30:25.067+00', 'local-admin', 'model.created', 'model', '1', 'Mixtral-8x7B-it-v0.1 on GCP', NULL, '{"name":"Mixtral-8x7B-it-v0.1 on GCP","family":"mixtral","endpoint":"https://vllm.example.com:8000/v1","identifier":"custom_openai/Mixtral-8x7B-Instruct-v0.1","api_key":"[redacted]","api_key_changed":true}', '[]', '8f27e57d-4890-04ec-75d8-c7b65678df3c', '82662efd319dbbec146e24064578c071766672ffdb9eee982755090128bb3d2e');
INSERT INTO public.audit_event VALUES (4, 4, '2026-11-27 14:30:25.196+00', 'local-admin', 'model.created', 'model', '2', 'Claude-3 on Bedrock deployment', NULL, '{"name":"Claude-3 on Bedrock deployment","family":"claude_3","endpoint":null,"identifier":"bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0","api_key":null,"api_key_changed":false}', '[]', '353e6812-1a39-e694-5f2f-1269cdd87e78', '36217ea16a0dc6cb6ec5fc274e53cf2a5becd8536c344901bd8152d7bace4069');
INSERT INTO public.audit_event VALUES (5, 5, '2026-11-27 14:30:25.271+00', 'local-admin', 'model.created', 'model', '3', 'GPT-3.5 on Azure', NULL, '{"name":"GPT-3.5 on Azure","family":"gpt","endpoint":"https://example.openai.azure.com","identifier":"azure/gpt-35-turbo","api_key":"[redacted]","api_key_changed":true}', '[]', 'eb85cbee-ddcd-1dc6-d250-2fb946541560', '919b00114af78b781d22f82dfc3be3388502a0f4538ec9b630559e320d84aa9a');
INSERT INTO public.audit_event VALUES (6, 6, '2026-11-27 14:30:25.32+00', 'local-admin', 'model.created', 'model', '4', 'Short-lived', NULL, '{"name":"Short-lived","family":"codestral","endpoint":"https://old.example.com","identifier":"custom_openai/codestral","api_key":null,"api_key_changed":false}', '[]', 'c08b32df-11a0-b558-8856-a60331a9afaa', '2c470491e1c242111df6037739538242bd6ed83adcae4c10b270bf8f8acde01c');
INSERT INTO public.audit_event VALUES (7, 7, '2026-11-27 14:30:25.392+00', 'local-admin', 'feature.updated', 'feature', 'code_generations', 'Code Generation', '{"provider":"unassigned","model_id":null}', '{"provider":"self_hosted","model_id":2}', '[{"feature":"code_generations","before":{"status":"unassigned","model":null},"after":{"status":"ready","model":"Claude-3 on Bedrock deployment"}}]', '467b4fec-ede9-6794-c402-9efbb3f9df0e', '008e1f692eef2c95b2f376bc84c4a1464ae1098e1d8d160e02332733836d66e0');
INSERT INTO public.audit_event VALUES (8, 8, '2026-11-27 14:30:25.467+00', 'local-admin', 'feature.updated', 'feature', 'duo_chat', 'General Chat', '{"provider":"unassigned","model_id":null}', '{"provider":"self_hosted","model_id":1}', '[{"feature":"duo_chat","before":{"status":"unassigned","model":null},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_explain_code","before":{"status":"unassigned","model":null},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_write_tests","before":{"status":"unassigned","model":null},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_refactor_code","before":{"status":"unassigned","model":null},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_fix_code","before":{"status":"unassigned","model":null},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_troubleshoot_job","before":{"status":"unassigned","model":null},"after":{"status":"blocked","model":null}},{"feature":"duo_chat_summarize_comments","before":{"status":"unassigned","model":null},"after":{"status":"blocked","model":null}},{"feature":"duo_chat_explain_vulnerability","before":{"status":"unassigned","model":null},"after":{"status":"blocked","model":null}}]', 'efdf319a-4bb3-019b-1b2f-9681e7e85ead', 'b47af86b257c8f510275ef627cae0e024ae687108e12b3d453c439ac31b4eeb6');
INSERT INTO public.audit_event VALUES (9, 9, '2026-11-27 14:30:25.555+00', 'local-admin', 'feature.updated', 'feature', 'duo_chat_write_tests', 'Test Generation', '{"provider":"unassigned","model_id":null}', '{"provider":"disabled","model_id":null}', '[{"feature":"duo_chat_write_tests","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"disabled","model":null}},{"feature":"duo_chat_refactor_code","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"disabled","model":null}}]', 'b8a521b1-fa70-a958-9dc4-615ca6419d0c', 'b0b8e176cbf0d4bc090e87dab2d25f26690fb2770c800183b5042df28db398f8');
INSERT INTO public.audit_event VALUES (10, 9, '2026-11-27 14:30:25.555+00', 'local-admin', 'feature.updated', 'feature', 'duo_chat_refactor_code', 'Refactor Code', '{"provider":"unassigned","model_id":null}', '{"provider":"disabled","model_id":null}', '[{"feature":"duo_chat_write_tests","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"disabled","model":null}},{"feature":"duo_chat_refactor_code","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"disabled","model":null}}]', 'b8a521b1-fa70-a958-9dc4-615ca6419d0c', '7a9c30639e4e4cf918a491f180b4a55d6a7ae5a1eda339a41e701d31c8f013ed');
INSERT INTO public.audit_event VALUES (11, 10, '2026-11-27 14:30:25.626+00', 'local-admin', 'gateway.updated', 'gateway', NULL, NULL, '{"url":"https://aigw.example.com","request_timeout_seconds":90,"beta_features_enabled":false,"outbound_allowlist":["10.0.0.0/8","gw.internal:5052"]}', '{"url":"https://aigw.example.com","request_timeout_seconds":90,"beta_features_enabled":true,"outbound_allowlist":["10.0.0.0/8","gw.internal:5052"]}', '[{"feature":"duo_chat_troubleshoot_job","before":{"status":"blocked","model":null},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_summarize_comments","before":{"status":"blocked","model":null},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_explain_vulnerability","before":{"status":"blocked","model":null},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}}]', '130a9d13-744c-d633-d2e4-3545c3aeb023', '5879c02d64caebccb27c8ac892bc3e5e84da1662bb149919aa847e86fd477a73');
INSERT INTO public.audit_event VALUES (12, 11, '2026-11-27 14:30:25.707+00', 'local-admin', 'feature.updated', 'feature', 'code_completions', 'Code Completion', '{"provider":"unassigned","model_id":null}', '{"provider":"self_hosted","model_id":4}', '[{"feature":"code_completions","before":{"status":"unassigned","model":null},"after":{"status":"ready","model":"Short-lived"}}]', '97f638bd-f348-d281-bd60-ac26df2b84d7', 'dbfa51a5645924b81bad52bf3a669c7490ee5f4a60e3e59feb08076912a232d1');
INSERT INTO public.audit_event VALUES (13, 12, '2026-11-27 14:30:25.799+00', 'local-admin', 'feature.updated', 'feature', 'code_completions', 'Code Completion', '{"provider":"self_hosted","model_id":4}', '{"provider":"self_hosted","model_id":3}', '[{"feature":"code_completions","before":{"status":"ready","model":"Short-lived"},"after":{"status":"ready","model":"GPT-3.5 on Azure"}}]', '73f078aa-e4a7-be02-ae7c-cf0a8605a2ae', 'ae7fd8d6b59759e3f67e3165882f5ea96c9949a7875d27446d84a223c52263f1');
INSERT INTO public.audit_event VALUES (14, 12, '2026-11-27 14:30:25.799+00', 'local-admin', 'model.deleted', 'model', '4', 'Short-lived', '{"name":"Short-lived","family":"codestral","endpoint":"https://old.example.com","identifier":"custom_openai/codestral","api_key":null,"api_key_changed":false}', NULL, '[{"feature":"code_completions","before":{"status":"ready","model":"Short-lived"},"after":{"status":"ready","model":"GPT-3.5 on Azure"}}]', '73f078aa-e4a7-be02-ae7c-cf0a8605a2ae', '6a2de807463ba3c8fff2362d3a99c9b12adb320096ef6ff530f0bfdd6ba58ae4');
INSERT INTO public.audit_event VALUES (15, 13, '2026-11-27 14:30:25.951+00', 'local-admin', 'model.updated', 'model', '1', 'Mixtral-8x7B-it-v0.1 on GCP', '{"name":"Mixtral-8x7B-it-v0.1 on GCP","family":"mixtral","endpoint":"https://vllm.example.com:8000/v1","identifier":"custom_openai/Mixtral-8x7B-Instruct-v0.1","api_key":"[redacted]","api_key_changed":false}', '{"name":"Mixtral-8x7B-it-v0.1 on GCP","family":"mixtral","endpoint":"https://vllm.example.com:8443/v1","identifier":"custom_openai/Mixtral-8x7B-Instruct-v0.1","api_key":"[redacted]","api_key_changed":false}', '[{"feature":"duo_chat","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_explain_code","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_fix_code","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_troubleshoot_job","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_summarize_comments","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}},{"feature":"duo_chat_explain_vulnerability","before":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"},"after":{"status":"ready","model":"Mixtral-8x7B-it-v0.1 on GCP"}}]', '9b7bbff7-4601-cfd8-7f66-7b9c20591b4e', '11089edeb86e00f81dfdc320fc734bff80570b828bed6bdb91012afd66ca47ad');
INSERT INTO public.audit_event VALUES (16, 14, '2026-11-27 14:30:26.083+00', 'local-admin', 'model.updated', 'model', '3', 'GPT-3.5 on Azure', '{"name":"GPT-3.5 on Azure","family":"gpt","endpoint":"https://example.openai.azure.com","identifier":"azure/gpt-35-turbo","api_key":"[redacted]","api_key_changed":false}', '{"name":"GPT-3.5 on Azure","family":"gpt","endpoint":"https://example.openai.azure.com","identifier":"azure/gpt-35-turbo","api_key":"[redacted]","api_key_changed":true}', '[]', '66be9339-36f4-bbb9-31e5-451fc4a4c695', 'd52e32399b7f6f186056541b2e4019b15c7f65430c568d42d80de5bcd5cb9a16');


--
-- Data for Name: configuration_state; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.configuration_state VALUES (1, 14, '2026-11-27 14:30:26.083+00', '18.2', 16, 'd52e32399b7f6f186056541b2e4019b15c7f65430c568d42d80de5bcd5cb9a16', 14);


--
-- Data for Name: feature_setting; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.feature_setting VALUES ('code_generations', 'self_hosted', 2, 7, '2026-11-27 14:30:25.392+00', 'local-admin');
INSERT INTO public.feature_setting VALUES ('duo_chat', 'self_hosted', 1, 8, '2026-11-27 14:30:25.467+00', 'local-admin');
INSERT INTO public.feature_setting VALUES ('duo_chat_write_tests', 'disabled', NULL, 9, '2026-11-27 14:30:25.555+00', 'local-admin');
INSERT INTO public.feature_setting VALUES ('duo_chat_refactor_code', 'disabled', NULL, 9, '2026-11-27 14:30:25.555+00', 'local-admin');
INSERT INTO public.feature_setting VALUES ('code_completions', 'self_hosted', 3, 12, '2026-11-27 14:30:25.799+00', 'local-admin');


--
-- Data for Name: flyway_schema_history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.flyway_schema_history VALUES (1, '202611221600', 'configuration', 'SQL', 'db/migration/V202611221600__configuration.sql', 273794628, 'duo', '2026-11-27 14:30:19.858444', 288, true);
INSERT INTO public.flyway_schema_history VALUES (2, '202611240245', 'audit trail', 'SQL', 'db/migration/V202611240245__audit_trail.sql', -954254272, 'duo', '2026-11-27 14:30:20.357482', 43, true);
INSERT INTO public.flyway_schema_history VALUES (3, '202611241800', 'models revision', 'SQL', 'db/migration/V202611241800__models_revision.sql', -1628389713, 'duo', '2026-11-27 14:30:20.44441', 35, true);
INSERT INTO public.flyway_schema_history VALUES (4, '202611251330', 'model orders', 'SQL', 'db/migration/V202611251330__model_orders.sql', 1492515038, 'duo', '2026-11-27 14:30:20.50693', 8, true);
INSERT INTO public.flyway_schema_history VALUES (5, '202611252030', 'model search', 'SQL', 'db/migration/V202611252030__model_search.sql', -559612311, 'duo', '2026-11-27 14:30:20.54503', 36, true);


--
-- Data for Name: gateway; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.gateway VALUES (1, 'https://aigw.example.com', NULL, 90, true, 'local-admin', '2026-11-27 14:30:25.626+00', '{10.0.0.0/8,gw.internal:5052}', 10, '2026-11-27 14:30:25.626+00', 'local-admin');


--
-- Data for Name: model; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.model VALUES (2, 'Claude-3 on Bedrock deployment', 'claude_3', NULL, 'bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0', NULL, NULL, NULL, 4, '2026-11-27 14:30:25.196+00', '2026-11-27 14:30:25.196+00', 'local-admin', DEFAULT);
INSERT INTO public.model VALUES (1, 'Mixtral-8x7B-it-v0.1 on GCP', 'mixtral', 'https://vllm.example.com:8443/v1', 'custom_openai/Mixtral-8x7B-Instruct-v0.1', '\x6be883f94ecab572ba6b9cd1a1576f21ab61b77a845c97fb901b8dc56d630dc65b7ead281c4c', '38f4f0057d4efc56', '2026-11-27 14:30:25.067+00', 13, '2026-11-27 14:30:25.067+00', '2026-11-27 14:30:25.951+00', 'local-admin', DEFAULT);
INSERT INTO public.model VALUES (3, 'GPT-3.5 on Azure', 'gpt', 'https://example.openai.azure.com', 'azure/gpt-35-turbo', '\x7c7f0baff800cefb42765e9aaad008309bec36029c98a3470b63e5bfebdd78da5b2801edd4e468', '38f4f0057d4efc56', '2026-11-27 14:30:26.083+00', 14, '2026-11-27 14:30:25.271+00', '2026-11-27 14:30:26.083+00', 'local-admin', DEFAULT);


--
-- Data for Name: secret_key; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.secret_key VALUES ('38f4f0057d4efc56', '\xfaa40c3b9acaf070d7394005b06d5a456e6f6de84ef082181e46130505bac315571e129e5622', '2026-11-27 14:30:20.762+00');


--
-- Data for Name: subscription; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.subscription VALUES (1, 'ultimate', 'offline_cloud', NULL, NULL, 'file', '2026-11-27 14:30:24.488+00', '2026-11-27 14:30:24.488+00', NULL, 'entitled', NULL, '2026-11-27 14:30:24.488+00', NULL, 1);


--
-- Data for Name: subscription_add_on; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.subscription_add_on VALUES (1, 'duo_enterprise', 1, NULL, NULL);


--
-- Name: model_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.model_id_seq', 4, true);


--
-- Name: audit_event audit_event_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);


--
-- Name: configuration_state configuration_state_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.configuration_state
    ADD CONSTRAINT configuration_state_pkey PRIMARY KEY (id);


--
-- Name: feature_setting feature_setting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.feature_setting
    ADD CONSTRAINT feature_setting_pkey PRIMARY KEY (feature);


--
-- Name: flyway_schema_history flyway_schema_history_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flyway_schema_history
    ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);


--
-- Name: gateway gateway_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateway
    ADD CONSTRAINT gateway_pkey PRIMARY KEY (id);


--
-- Name: model model_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.model
    ADD CONSTRAINT model_name_key UNIQUE (name);


--
-- Name: model model_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.model
    ADD CONSTRAINT model_pkey PRIMARY KEY (id);


--
-- Name: secret_key secret_key_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.secret_key
    ADD CONSTRAINT secret_key_pkey PRIMARY KEY (key_id);


--
-- Name: subscription_add_on subscription_add_on_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.subscription_add_on
    ADD CONSTRAINT subscription_add_on_pkey PRIMARY KEY (subscription_id, name);


--
-- Name: subscription subscription_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (id);


--
-- Name: audit_event_action; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_action ON public.audit_event USING btree (action, id);


--
-- Name: audit_event_actor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_actor ON public.audit_event USING btree (actor, id);


--
-- Name: audit_event_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_at ON public.audit_event USING btree (at);


--
-- Name: audit_event_object; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_object ON public.audit_event USING btree (object_type, object_id, id);


--
-- Name: audit_event_revision; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_revision ON public.audit_event USING btree (revision);


--
-- Name: feature_setting_model_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX feature_setting_model_id ON public.feature_setting USING btree (model_id);


--
-- Name: flyway_schema_history_s_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX flyway_schema_history_s_idx ON public.flyway_schema_history USING btree (success);


--
-- Name: model_created_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX model_created_at ON public.model USING btree (created_at);


--
-- Name: model_updated_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX model_updated_at ON public.model USING btree (updated_at);


--
-- Name: audit_event audit_event_is_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_event_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION public.audit_event_is_append_only();

ALTER TABLE public.audit_event ENABLE ALWAYS TRIGGER audit_event_is_append_only;


--
-- Name: model number_the_models; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER number_the_models AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.model FOR EACH STATEMENT EXECUTE FUNCTION public.number_the_models();


--
-- Name: feature_setting feature_setting_model_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.feature_setting
    ADD CONSTRAINT feature_setting_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.model(id);


--
-- Name: subscription_add_on subscription_add_on_subscription_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.subscription_add_on
    ADD CONSTRAINT subscription_add_on_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES public.subscription(id);


--
-- PostgreSQL database dump complete
--


