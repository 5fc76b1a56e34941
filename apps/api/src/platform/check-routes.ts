import { routes, type Route } from '@graft/contracts';
import { UnexpectedError } from '@graft/errors';
import type { INestApplication } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ROUTE } from './handle';

/**
 * Refuses to start with a handler that has no route (and so no policy), or a route that nobody handles.
 * @throws UnexpectedError `routes.mismatch`
 */
export function checkRoutes(app: INestApplication): void {
  const handled = new Set<Route>();
  for (const handler of listHandlers(app)) {
    const route = Reflect.getMetadata(ROUTE, handler) as Route | undefined;
    if (!route) throw mismatch(`The handler ${handler.name} has no route, so no policy.`);
    if (handled.has(route)) throw mismatch(`Two handlers have the route ${route.path}.`);
    handled.add(route);
  }
  const missing = Object.entries(routes).filter(([, route]) => !handled.has(route));
  if (missing.length > 0) {
    throw mismatch(`Nobody handles ${missing.map(([name]) => name).join(', ')}.`);
  }
}

function listHandlers(app: INestApplication): ((...given: never[]) => unknown)[] {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    const prototype = (metatype?.prototype ?? {}) as Record<string, (...given: never[]) => unknown>;
    return scanner
      .getAllMethodNames(prototype)
      .map((name) => prototype[name])
      .filter((method) => method !== undefined)
      .filter((method) => Reflect.hasMetadata(PATH_METADATA, method));
  });
}

function mismatch(message: string): UnexpectedError {
  return new UnexpectedError({ code: 'routes.mismatch', message });
}
