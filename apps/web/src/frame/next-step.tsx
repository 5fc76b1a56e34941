import { Button } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import { Link } from 'wouter';

/** Leads from an empty place to where it can be filled. */
export function NextStep({ href, title }: { href: string; title: string }) {
  return (
    <Button
      component={Link}
      href={href}
      size="xs"
      variant="light"
      rightSection={<ArrowRight size={14} aria-hidden />}
    >
      {title}
    </Button>
  );
}
