// A worker for every core, each with its queue. A past stays with the worker that simulated it. What somebody waits for
// goes before histories that fill the charts.
import type { Answers, Config, FromWorker, ToWorker, Want } from "./protocol.js";
import type { Problem } from "../engine.js";

const MOST_WORKERS = 4; // each takes some 15 MB
const ALL_PASTS = 2; // that all workers keep together, some 2 MB each: those of the first pairs
const LIFE = 1000; // tasks of a worker: browsers seldom collect what messages leave there, and another one starts empty
const RANK: Record<Group, number> = { page: 0, why: 1, lineage: 1, reversal: 2, histories: 3 };

/** Who asks; everything of a group is given up together. */
export type Group = "page" | "why" | "lineage" | "reversal" | "histories";

/** The task was no longer wanted. There is one: browsers keep a trace with each error. */
export class Cancelled extends Error {}
const CANCELLED = new Cancelled();

/** The engine refused a study; the problems are those of the program. */
export class Refused extends Error {
  constructor(message: string, readonly problems: readonly Problem[]) {
    super(message);
  }
}

interface Task {
  id: number;
  group: Group;
  config: Config | null;
  want: Want;
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

interface Desk {
  worker: Worker | null;
  opened: boolean;
  queue: Task[];
  current: Task | null;
  told: Config | null; // of the last task that was sent
  served: number; // tasks of this worker
}

export class Workers {
  private readonly desks: Desk[];
  private readonly url: string;
  private readonly pasts: number; // that each worker keeps
  private nextId = 1;

  constructor(script: string, private readonly wasm: WebAssembly.Module) {
    this.url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const count = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 2));
    this.pasts = Math.ceil(ALL_PASTS / count);
    this.desks = Array.from({ length: count }, () => {
      const desk: Desk = { worker: null, opened: false, queue: [], current: null, told: null, served: 0 };
      this.open(desk);
      return desk;
    });
  }

  /** Seats a worker, in place of the one that was there. */
  private open(desk: Desk): void {
    desk.worker?.terminate();
    desk.worker = new Worker(this.url);
    desk.worker.onmessage = (event: MessageEvent<FromWorker>) => this.hear(desk, event.data);
    desk.worker.onerror = (event) => this.fail(desk, new Error(event.message));
    Object.assign(desk, { opened: false, told: null, served: 0 });
    this.tell(desk, { kind: "open", wasm: this.wasm, pasts: this.pasts });
  }

  get count(): number {
    return this.desks.length;
  }

  /** Answers of a group come in the order in which they were asked of a worker; those of the same unit go to the same one. */
  ask<K extends Want["kind"]>(group: Group, config: Config | null, want: Extract<Want, { kind: K }>, unit = 0): Promise<Answers[K]> {
    const desk = this.desks[unit % this.desks.length]!;
    return new Promise<Answers[K]>((resolve, reject) => {
      const task: Task = { id: this.nextId++, group, config, want, resolve: resolve as (answer: never) => void, reject };
      const behind = desk.queue.findIndex((t) => RANK[t.group] > RANK[group]);
      desk.queue.splice(behind < 0 ? desk.queue.length : behind, 0, task);
      this.next(desk);
    });
  }

  /** Gives up everything of a group, at once. */
  cancel(group: Group): void {
    for (const desk of this.desks) {
      const dropped = desk.queue.filter((t) => t.group === group);
      desk.queue = desk.queue.filter((t) => t.group !== group);
      for (const task of dropped) task.reject(CANCELLED);
      if (desk.current?.group === group) this.tell(desk, { kind: "cancel", id: desk.current.id });
    }
  }

  private tell(desk: Desk, message: ToWorker): void {
    desk.worker!.postMessage(message);
  }

  private next(desk: Desk): void {
    if (!desk.opened || desk.current) return;
    const task = desk.queue.shift();
    if (!task) return;
    desk.current = task;
    const { id, config, want } = task;
    this.tell(desk, { kind: "task", id, want, ...(config === desk.told ? {} : { config }) }); // browsers keep messages for a while
    desk.told = config;
  }

  private hear(desk: Desk, message: FromWorker): void {
    if (message.kind === "opened") {
      desk.opened = true;
    } else {
      const task = desk.current;
      desk.current = null;
      if (message.kind === "done") task?.resolve(message.answer as never);
      else task?.reject(message.kind === "refused" ? new Refused(message.message, message.problems) : CANCELLED);
      if (++desk.served >= LIFE) return this.open(desk);
    }
    this.next(desk);
  }

  private fail(desk: Desk, error: Error): void {
    const lost = [desk.current, ...desk.queue];
    desk.current = null;
    desk.queue = [];
    for (const task of lost) task?.reject(error);
  }
}
