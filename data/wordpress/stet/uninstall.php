<?php
/**
 * Takes away all that the plugin stored, when it is deleted.
 *
 * @package Stet
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/**
 * For one site.
 */
function stet_uninstall_site() {
	global $wpdb;
	// phpcs:disable WordPress.DB
	$wpdb->query( "DROP TABLE IF EXISTS {$wpdb->prefix}stet_changes" );
	$wpdb->query( "DROP TABLE IF EXISTS {$wpdb->prefix}stet_keys" );
	foreach ( array( 'stet_', '_stet_' ) as $prefix ) {
		$wpdb->query( $wpdb->prepare( "DELETE FROM $wpdb->postmeta WHERE meta_key LIKE %s", $wpdb->esc_like( $prefix ) . '%' ) );
	}
	// phpcs:enable
	foreach ( array( 'stet_site_id', 'stet_schema', 'stet_generation' ) as $option ) {
		delete_option( $option );
	}
	wp_clear_scheduled_hook( 'stet_prune_keys' );
	wp_unschedule_hook( 'stet_publish_working' );
	wp_cache_flush();
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $stet_blog ) {
		switch_to_blog( $stet_blog );
		stet_uninstall_site();
		restore_current_blog();
	}
} else {
	stet_uninstall_site();
}
