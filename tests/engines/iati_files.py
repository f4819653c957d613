"""IATI files of our own to test with: invented organisations, every kind of element once."""

ACTIVITY = """
  <iati-activity xml:lang="fr" default-currency="EUR" hierarchy="1" humanitarian="0"
                 last-updated-datetime="2025-06-01T10:00:00Z">
    <iati-identifier>XX-REG-1-{number}</iati-identifier>
    <reporting-org ref="XX-REG-1" type="22" secondary-reporter="0">
      <narrative>Puits et Paix</narrative>
      <narrative xml:lang="en">Wells and Peace</narrative>
    </reporting-org>
    <title>
      <narrative>Douze puits</narrative>
      <narrative xml:lang="en">Twelve wells</narrative>
    </title>
    <description type="1"><narrative>De l'eau &amp; du savon</narrative></description>
    <description type="2"><narrative>Objectifs</narrative></description>
    <participating-org ref="XX-REG-1" type="22" role="2"><narrative>Puits et Paix</narrative></participating-org>
    <participating-org ref="XX-REG-1" type="22" role="4"><narrative>Puits et Paix</narrative></participating-org>
    <participating-org ref="XX-GOV-9" type="10" role="1" crs-channel-code="10000"><narrative>Ministère</narrative></participating-org>
    <other-identifier ref="OLD-7" type="A1"/>
    <activity-status code="2"/>
    <activity-date type="1" iso-date="2024-12-01"><narrative>Prévu</narrative></activity-date>
    <activity-date type="2" iso-date="2025-01-01"/>
    <activity-date type="3" iso-date="2026-12-31"/>
    <contact-info><email>nobody@example.org</email></contact-info>
    <recipient-country code="ML" percentage="60"/>
    <recipient-country code="SN" percentage="40"/>
    <location><name><narrative>Kayes</narrative></name></location>
    <sector vocabulary="1" code="14030" percentage="70"/>
    <sector code="15160" percentage="30"/>
    <sector vocabulary="99" code="eau"><narrative>Eau</narrative></sector>
    <tag vocabulary="3" code="6.1"/>
    <policy-marker vocabulary="1" code="1" significance="2"/>
    <default-aid-type code="C01"/>
    <budget type="1" status="2">
      <period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/>
      <value value-date="2025-01-01">1000.50</value>
    </budget>
    <budget>
      <period-start iso-date="2026-01-01"/><period-end iso-date="2026-12-31"/>
      <value currency="XOF" value-date="2026-01-01">0</value>
    </budget>
    <planned-disbursement>
      <period-start iso-date="2025-01-01"/><value value-date="2025-01-01">5</value>
    </planned-disbursement>
    <transaction ref="T1" humanitarian="1">
      <transaction-type code="3"/>
      <transaction-date iso-date="2025-02-01"/>
      <value currency="EUR" value-date="2025-02-02">-12.25</value>
      <description><narrative>Rendu</narrative><narrative xml:lang="en">Given back</narrative></description>
      <provider-org ref="XX-GOV-9" provider-activity-id="XX-GOV-9-A" type="10"><narrative>Ministère</narrative></provider-org>
      <receiver-org type="22"><narrative>Puits et Paix</narrative></receiver-org>
      <disbursement-channel code="2"/>
      <flow-type code="10"/>
    </transaction>
    <transaction>
      <transaction-type code="4"/><transaction-date iso-date="2025-03-01"/>
      <value value-date="2025-03-01">7</value>
    </transaction>
    <document-link format="text/html" url="https://example.org/"><title><narrative>Page</narrative></title><category code="A01"/></document-link>
    <result type="1" aggregation-status="1">
      <title><narrative>Puits creusés</narrative></title>
      <indicator measure="1" ascending="1">
        <title><narrative>Puits</narrative></title>
        <reference vocabulary="99" code="W1"/>
        <baseline year="2024" iso-date="2024-12-01" value="0"><comment><narrative>Aucun</narrative></comment></baseline>
        <period>
          <period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/>
          <target value="6"/><target value="3"><dimension name="sex" value="female"/></target>
          <actual value="5.5"><location ref="L1"/></actual>
        </period>
        <period><period-start iso-date="2026-01-01"/><period-end iso-date="2026-12-31"/></period>
      </indicator>
      <indicator measure="5">
        <title><narrative>Ce que disent les gens</narrative></title>
        <baseline year="2024"><comment><narrative>Rien</narrative></comment></baseline>
        <period>
          <period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/>
          <target><comment><narrative>Contents</narrative></comment></target>
          <actual value="Moyen"/>
        </period>
      </indicator>
    </result>
    <result type="9">
      <title><narrative>Autre</narrative></title>
      <indicator measure="2" ascending="0">
        <title><narrative>Part des femmes</narrative></title>
        <period>
          <period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/>
          <target value="50"/><actual value="N/A"/>
        </period>
      </indicator>
    </result>
    <x:own xmlns:x="urn:example:own">à nous</x:own>
  </iati-activity>
"""  # noqa: E501
LEAST = """
  <iati-activity>
    <iati-identifier>XX-REG-1-{number}</iati-identifier>
    <reporting-org ref="XX-REG-1" type="22"><narrative xml:lang="pt">Poços</narrative></reporting-org>
    <title><narrative xml:lang="pt">Poços</narrative></title>
    <description><narrative xml:lang="pt">Água</narrative></description>
    <participating-org ref="XX-REG-1" role="4"/>
    <activity-status code="1"/>
    <activity-date type="1" iso-date="2025-01-01"/>
  </iati-activity>
"""  # noqa: E501


def document(*activities: str, version: str = "2.03") -> bytes:
    """A file of activities; `{number}` in each is its place."""
    body = "".join(text.replace("{number}", str(n)) for n, text in enumerate(activities, start=1))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- ours -->\n'
    return f'{head}<iati-activities version="{version}">{body}</iati-activities>'.encode()
