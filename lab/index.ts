/** The whole lab in one handle: telephony, simulated people, the OMniLeads stand-in and the CRM pages, all on 127.0.0.1. */
import { startCrm, type Crm } from './crm';
import { createAmiDriver, startOmnileads, type OmnileadsOptions, type OmnileadsStandIn } from './omnileads';
import { Faults, SipWire } from './faults';
import { People } from './people';
import { startPbx, type Pbx, type PbxOptions } from './pbx';

export interface LabOptions extends PbxOptions {
  readonly omnileads?: Partial<OmnileadsOptions>;
}

export interface Lab {
  readonly pbx: Pbx;
  readonly people: People;
  readonly omnileads: OmnileadsStandIn;
  readonly crm: Crm;
  /** Networks and servers at their worst, on demand. */
  readonly faults: Faults;
  stop(): Promise<void>;
}

export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const pbx = await startPbx(options);
  const started: { stop(): Promise<void> }[] = [pbx];
  const stop = async (): Promise<void> => {
    for (const one of started.splice(0).reverse()) await one.stop();
  };
  try {
    const people = await People.open(pbx.addresses);
    started.push(people);
    const wire = await SipWire.open(pbx.addresses.ws);
    started.push(wire);
    const omnileads = await startOmnileads({
      secret: pbx.secret,
      pbx: createAmiDriver(pbx.addresses.ami),
      kamailioWsUrl: wire.url,
      sipDomain: pbx.domain,
      ...(pbx.core ? { fixedCredentials: (extension: number) => pbx.credentials(extension) } : {}),
      ...options.omnileads,
    });
    started.push(omnileads);
    const crm = await startCrm();
    started.push(crm);
    return { pbx, people, omnileads, crm, faults: new Faults(wire, pbx, omnileads.control), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
